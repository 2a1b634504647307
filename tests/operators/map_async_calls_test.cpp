// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <future>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

ints numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

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

BOOST_AUTO_TEST_SUITE(map_async_calls_test)

BOOST_AUTO_TEST_CASE(so_many_at_once_when_other_threads_complete_them) {
  for (const auto order : {leat::async_order::ordered, leat::async_order::unordered}) {
    std::atomic<int> open = 0, most = 0, wrong = 0;

    leat::pipeline p;
    std::size_t results = 0;
    const auto seven = std::make_exception_ptr(std::runtime_error("seven"));
    std::vector<std::jthread> threads;
    const auto call = [&](int x, leat::completion<int> done) {
      most = std::max(most.load(), ++open);
      threads.emplace_back([&, x, done = std::move(done)] {
        --open;
        x % 7 == 0 ? done.fail(seven) : done(x);
      });
    };
    const leat::map_async_options options{.in_flight = 4, .order = order};
    p | leat::from_range(numbers(200))
      | leat::map_async<int>(call, options).on_error(leat::skip_item())
      | leat::for_each([&](int x) {
          ++results;
          wrong += x % 7 == 0;
        });
    leat::run(p);
    BOOST_CHECK_LE(most, 4);
    BOOST_CHECK_EQUAL(results, 171);
    BOOST_CHECK_EQUAL(wrong, 0);
  }
}

BOOST_AUTO_TEST_CASE(a_newer_item_abandons_the_older_call) {
  const auto at_once = [](int x, const leat::completion<int>& done) { done(x); };
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [items, in] = p.input<int>();
    ints out;
    items | leat::map_async<int>(at_once, {.order = leat::async_order::latest}).named("look up")
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .delay_calls = 1h}};
    in.push_all(ints{1, 2, 3});
    sim.settle();
    const bool lost = out.empty(); // unless the seed drew no delay
    in.push(4);
    sim.settle();
    BOOST_CHECK(lost);
    sim.advance(1h);
    BOOST_CHECK((out == ints{4})); // the late results of the others changed nothing
    in.push(5);                    // what has come cannot be abandoned
    in.close();
    sim.finish();
    BOOST_CHECK((out == ints{4, 5}));
    const auto seen = sim.metrics().node("look up");
    BOOST_CHECK_EQUAL(seen.dropped.at("newer item"), 3);
    BOOST_CHECK_EQUAL(seen.items_in, seen.items_out + 3);
    BOOST_CHECK_EQUAL(seen.items_held, 0);
  }
}

BOOST_AUTO_TEST_CASE(a_receipt_does_not_wait_for_abandoned_calls) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  std::optional<leat::completion<int>> kept;
  ints out;
  items | leat::map_async<int>([&](int x, leat::completion<int> done) {
    if (x == 1)
      kept = std::move(done);
    else
      done(x);
  },
                               {.in_flight = 1, .order = leat::async_order::latest})
    | leat::collect_into(out);
  leat::job job = leat::start(p);
  in.push(1);
  in.push(2);
  in.flush().get();
  BOOST_CHECK((out == ints{2}));
  (*kept)(1);
  in.close();
  job.wait();
  BOOST_CHECK((out == ints{2}));
}

BOOST_AUTO_TEST_CASE(the_failure_of_an_abandoned_call_is_ignored) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  ints out;
  items | leat::map_async<int>([](int x, const leat::completion<int>& done) {
    x == 1 ? done.fail(std::make_exception_ptr(std::runtime_error("one"))) : done(x);
  },
                               {.order = leat::async_order::latest})
    | leat::collect_into(out);
  leat::testing::simulation sim{p, {.delay_calls = 1h}};
  in.push(1);
  sim.settle();
  in.push(2);
  in.close();
  sim.finish();
  BOOST_CHECK((out == ints{2}));
}

BOOST_AUTO_TEST_CASE(calls_that_nobody_wants_are_abandoned) {
  leat::pipeline p;
  std::vector<leat::completion<int>> kept;
  ints out;
  p | leat::from_range(numbers(100)) | leat::map_async<int>([&](int x, leat::completion<int> done) {
    x == 0 ? done(x) : kept.push_back(std::move(done));
  }) | leat::take(1)
    | leat::collect_into(out);
  leat::run(p); // ends although calls are under way
  BOOST_CHECK((out == ints{0}));
  for (auto& late : kept)
    late(1);
}

BOOST_AUTO_TEST_CASE(no_call_is_begun_behind_a_failure) {
  leat::pipeline p;
  int begun = 0;
  p | leat::from_range(numbers(10)) | leat::map_async<int>([&](int, const leat::completion<int>&) {
    ++begun;
    throw std::runtime_error("boom");
  }) | leat::discard();
  BOOST_CHECK(has(failure_of(p), "item 0"));
  BOOST_CHECK_EQUAL(begun, 1);
}

BOOST_AUTO_TEST_CASE(jitter_makes_waits_shorter_and_replays_exactly) {
  const auto waited = [](unsigned seed, double jitter) {
    leat::pipeline p;
    const auto twice = [failed = 0](int x, const leat::completion<int>& done) mutable {
      if (++failed <= 2)
        throw std::runtime_error("not yet");
      done(x);
    };
    const leat::backoff wait{.first = 1h, .at_most = 1h, .jitter = jitter};
    p | leat::from_values(1) | leat::map_async<int>(twice, {.retry = leat::retry(2, wait)})
      | leat::discard();
    leat::testing::simulation sim{p, {.seed = seed, .delay_calls = 0s}};
    sim.finish();
    return sim.now().time_since_epoch();
  };
  std::set<leat::duration> different;
  for (unsigned seed = 0; seed < 10; ++seed) {
    const auto with = waited(seed, 0.5);
    different.insert(with);
    BOOST_CHECK(with == waited(seed, 0.5));
    BOOST_CHECK(with >= 1h && with <= 2h);
    BOOST_CHECK(waited(seed, 0) == 2h);
  }
  BOOST_CHECK_GE(different.size(), 9);
  for (const double senseless : {-0.1, 1.1, std::nan("")})
    BOOST_CHECK_THROW(static_cast<void>(leat::retry(1, {.jitter = senseless})),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(calls_under_way_cannot_be_saved) {
  const auto at_once = [](int x, const leat::completion<int>& done) { done(x); };
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  items | leat::map_async<int>(at_once) | leat::discard();
  leat::testing::simulation sim{p, {.delay_calls = 1h}};
  BOOST_CHECK_NO_THROW(static_cast<void>(sim.save()));
  in.push_all(ints{1, 2});
  sim.settle();
  BOOST_CHECK_THROW(static_cast<void>(sim.save()), std::logic_error);
  sim.advance(1h);
  BOOST_CHECK_NO_THROW(static_cast<void>(sim.save()));
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_SUITE_END()
