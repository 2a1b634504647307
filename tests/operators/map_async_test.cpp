// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

ints numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// Calls that end when the test says so.
struct calls {
  std::vector<std::pair<int, leat::completion<int>>> open;
  auto function() {
    return [this](int x, leat::completion<int> done) { open.emplace_back(x, std::move(done)); };
  }
};

std::string failure_of(leat::pipeline& p) {
  try {
    leat::run(p);
  } catch (const leat::job_failed& e) {
    return e.what();
  }
  return "no failure";
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(map_async_test)

BOOST_AUTO_TEST_CASE(results_in_order) {
  const auto square = [](int x, const leat::completion<int>& done) { done(x * x); };
  const auto expected = [] {
    ints all = numbers(500);
    for (int& x : all)
      x *= x;
    return all;
  }();
  BOOST_CHECK(results_of(numbers(500), leat::map_async<int>(square)) == expected);
  BOOST_CHECK(results_of(numbers(500), leat::map_async<int>(square, {.in_flight = 1})) == expected);
  const auto later = [](int x) { return std::async(std::launch::async, [x] { return x * x; }); };
  leat::pipeline p;
  ints out;
  p | leat::from_range(numbers(100)) | leat::map_async(later, {.in_flight = 4})
    | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK(std::equal(out.begin(), out.end(), expected.begin(), expected.begin() + 100));
}

BOOST_AUTO_TEST_CASE(results_as_they_come) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  calls under_way;
  std::promise<void> all_started;
  ints out;
  items | leat::map_async<int>([&](int x, leat::completion<int> done) {
    under_way.open.emplace_back(x, std::move(done));
    if (under_way.open.size() == 3)
      all_started.set_value();
  },
                               {.order = leat::async_order::unordered})
    | leat::collect_into(out);
  leat::job job = leat::start(p);
  for (int x : {1, 2, 3})
    in.push(x);
  all_started.get_future().wait();
  for (std::size_t i : {2U, 0U, 1U}) {
    under_way.open[i].second(10 * under_way.open[i].first);
    under_way.open[i].second(0); // a second call is ignored
  }
  in.close();
  job.wait();
  BOOST_CHECK((out == ints{30, 10, 20}));
}

BOOST_AUTO_TEST_CASE(so_many_at_once_and_not_one_more) {
  for (const auto order : {leat::async_order::ordered, leat::async_order::unordered}) {
    leat::pipeline p;
    std::atomic<int> open = 0, most = 0;
    std::size_t results = 0;
    p | leat::from_range(numbers(60)) | leat::map_async([&](int x) {
      most = std::max(most.load(), ++open);
      return std::async(std::launch::async, [&open, x] { return --open, x; });
    },
                                                        {.in_flight = 3, .order = order})
      | leat::for_each([&](int) { ++results; });
    leat::run(p);
    BOOST_CHECK_LE(most, 3);
    BOOST_CHECK_EQUAL(results, 60);
  }
  leat::pipeline p; // three are started although none ends
  auto [items, in] = p.input<int>();
  std::vector<leat::completion<int>> kept;
  std::promise<void> three;
  items | leat::map_async<int>([&](int, leat::completion<int> done) {
    kept.push_back(std::move(done));
    if (kept.size() == 3)
      three.set_value();
  },
                               {.in_flight = 3})
    | leat::discard();
  leat::job job = leat::start(p);
  for (int x : {1, 2, 3, 4, 5})
    in.push(x);
  three.get_future().wait();
  job.cancel();
  BOOST_CHECK(!job.wait_for(0s) || job.state() == leat::job_state::cancelled);
}

BOOST_AUTO_TEST_CASE(calls_fail_in_four_ways) {
  const auto why = [](auto f, leat::map_async_options options = {}) {
    leat::pipeline p;
    p | leat::from_values(7) | leat::map_async<int>(f, options).named("fetch") | leat::discard();
    return failure_of(p);
  };
  using completion = leat::completion<int>;
  const auto boom = std::make_exception_ptr(std::runtime_error("boom"));
  const auto thrown = why([](int, const completion&) { throw std::runtime_error("boom"); });
  BOOST_CHECK(has(thrown, "'fetch'") && has(thrown, "item 7") && has(thrown, "boom"));
  BOOST_CHECK(has(why([&](int, const completion& done) { done.fail(boom); }), "boom"));
  BOOST_CHECK(has(why([](int, const completion&) {}), "dropped"));
  std::vector<completion> kept;
  BOOST_CHECK(
    has(why([&](int, completion done) { kept.push_back(std::move(done)); }, {.timeout = 1ms}),
        "timeout"));
  leat::pipeline p;
  p | leat::from_values(7) | leat::map_async([](int) {
    return std::async(std::launch::async, []() -> int { throw std::runtime_error("boom"); });
  }) | leat::discard();
  BOOST_CHECK(has(failure_of(p), "boom"));
}

BOOST_AUTO_TEST_CASE(failed_calls_are_made_again) {
  using completion = leat::completion<int>;
  for (const bool as_policy : {true, false}) {
    std::map<int, int> attempts;
    const auto third_time = [&](int x, const completion& done) {
      if (++attempts[x] < 3)
        throw std::runtime_error("not yet");
      done(x);
    };
    const auto again = leat::retry(2, {.first = 1s});
    leat::pipeline p;
    ints out;
    p | leat::from_values(1, 2, 3)
      | (as_policy ? leat::map_async<int>(third_time).on_error(again)
                   : leat::map_async<int>(third_time, {.retry = again})
                       .on_error(leat::retry(2, {.first = 1s})))
      | leat::collect_into(out);
    leat::testing::simulation sim{p};
    sim.finish();
    BOOST_CHECK((out == ints{1, 2, 3}));
    BOOST_CHECK_GE(sim.now().time_since_epoch(), 3s); // 1 s and 2 s of waiting
  }
}

BOOST_AUTO_TEST_CASE(what_is_left_goes_where_the_policy_says) {
  const auto odd_fails = [](int x, const leat::completion<int>& done) {
    if (x % 2 == 1)
      throw std::runtime_error("odd");
    done(x);
  };
  BOOST_CHECK(
    (results_of(ints{1, 2, 3, 4}, leat::map_async<int>(odd_fails).on_error(leat::skip_item()))
     == ints{2, 4}));
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<int>();
  ints bad;
  p | leat::from_values(1, 2, 3) | leat::map_async<int>(odd_fails).on_error(box) | leat::discard();
  letters
    | leat::for_each([&](const leat::dead_letter<int>& letter) { bad.push_back(letter.item); });
  leat::run(p);
  BOOST_CHECK((bad == ints{1, 3}));
}

BOOST_AUTO_TEST_CASE(a_receipt_and_a_stop_wait_for_calls) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  ints out;
  items
    | leat::map_async([](int x) { return std::async(std::launch::async, [x] { return x; }); },
                      {.in_flight = 2})
    | leat::collect_into(out);
  leat::job job = leat::start(p);
  for (int x : {1, 2, 3, 4, 5})
    in.push(x);
  in.flush().get();
  BOOST_CHECK_EQUAL(out.size(), 5);
  in.push(6);
  BOOST_CHECK(job.stop(10s).drained);
  BOOST_CHECK_EQUAL(out.size(), 6);
}

BOOST_AUTO_TEST_CASE(keys_parts_and_futures_of_nothing) {
  leat::pipeline p;
  std::vector<leat::keyed<int, std::string>> named;
  std::size_t nothings = 0;
  ints sums;
  p | leat::from_values(1, 2) | leat::key_by([](int x) { return x; })
    | leat::map_async<std::string>(
      [](int x, const leat::completion<std::string>& done) { done(std::to_string(x)); })
    | leat::collect_into(named);
  p | leat::from_values(1, 2)
    | leat::map_async([](int) { return std::async(std::launch::deferred, [] {}); })
    | leat::for_each([&](std::monostate) { ++nothings; });
  p | leat::from_values(std::pair(1, 2))
    | leat::map_async<int>([](int a, int b, const leat::completion<int>& done) { done(a + b); })
    | leat::collect_into(sums);
  leat::run(p);
  BOOST_CHECK((named == std::vector<leat::keyed<int, std::string>>{{1, "1"}, {2, "2"}}));
  BOOST_CHECK_EQUAL(nothings, 2);
  BOOST_CHECK((sums == ints{3}));
}

BOOST_AUTO_TEST_CASE(a_completion_may_outlive_the_job) {
  std::vector<leat::completion<int>> kept;
  {
    leat::pipeline p;
    std::promise<void> started;
    auto [items, in] = p.input<int>();
    items | leat::map_async<int>([&](int, leat::completion<int> done) {
      kept.push_back(std::move(done));
      started.set_value();
    }) | leat::discard();
    leat::job job = leat::start(p);
    in.push(1);
    started.get_future().wait();
  }
  kept.front()(1);
  kept.clear();
}

BOOST_AUTO_TEST_CASE(senseless_options_are_refused_where_they_are_written) {
  const auto f = [](int x, const leat::completion<int>& done) { done(x); };
  BOOST_CHECK_THROW(static_cast<void>(leat::map_async<int>(f, {.in_flight = 0})),
                    std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::map_async<int>(f, {.timeout = -1s})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
