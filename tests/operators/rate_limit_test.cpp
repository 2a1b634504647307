// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"
#include <leat/rate.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <numeric>
#include <stdexcept>
#include <utility>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

/// When each of n items leaves that are there from the start.
std::vector<leat::duration> leaving_times(int n, leat::spec<leat::rate_limit_recipe> limit,
                                          unsigned seed) {
  leat::pipeline p;
  std::vector<leat::duration> times;
  leat::testing::simulation* at = nullptr;
  p | leat::from_range(ints(static_cast<std::size_t>(n), 0)) | std::move(limit)
    | leat::for_each([&](int) { times.push_back(at->now().time_since_epoch()); });
  leat::testing::simulation sim{p, {.seed = seed}};
  at = &sim;
  sim.finish();
  return times;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rate_limit_test)

BOOST_AUTO_TEST_CASE(items_pass_unchanged) {
  ints numbers(300);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::rate_limit(20us)) == numbers);
  BOOST_CHECK(results_of(numbers, leat::rate_limit(100, 1ms, 50)) == numbers);
}

BOOST_AUTO_TEST_CASE(the_first_at_once_then_evenly) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    BOOST_CHECK((leaving_times(4, leat::rate_limit(2s), seed)
                 == std::vector<leat::duration>{0s, 2s, 4s, 6s}));
    BOOST_CHECK((leaving_times(4, leat::rate_limit(2, 1s), seed)
                 == std::vector<leat::duration>{0s, 500ms, 1s, 1500ms}));
  }
}

BOOST_AUTO_TEST_CASE(a_burst_goes_at_once_and_comes_again_with_time) {
  for (unsigned seed = 0; seed < 10; ++seed)
    BOOST_CHECK((leaving_times(5, leat::rate_limit(2, 1s, 3), seed)
                 == std::vector<leat::duration>{0s, 0s, 0s, 500ms, 1s}));
  leat::rate_meter meter;
  const leat::rate two_a_second{.interval = 500ms, .lead = 1s};
  leat::timestamp now{};
  BOOST_CHECK_EQUAL(meter.allowed(two_a_second, now, 10), 3);
  meter.use(two_a_second, now, 3);
  now += 499ms;
  BOOST_CHECK_EQUAL(meter.allowed(two_a_second, now, 10), 0);
  now += 501ms;
  BOOST_CHECK_EQUAL(meter.allowed(two_a_second, now, 10), 2);
  now += 1h; // a long silence saves no more than a burst
  BOOST_CHECK_EQUAL(meter.allowed(two_a_second, now, 10), 3);
}

BOOST_AUTO_TEST_CASE(never_faster_than_asked_where_it_does_not_divide) {
  const auto times = leaving_times(4, leat::rate_limit(3, 1s), 1);
  BOOST_CHECK(times.back() >= 1s);
}

BOOST_AUTO_TEST_CASE(what_waits_slows_the_producer_and_its_receipt) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>(leat::items(100));
    ints out;
    numbers | leat::rate_limit(1s).budget(leat::items(4)) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    bool received = false;
    for (int i = 0; i < 50; ++i)
      in.push(i);
    in.flush([&](const std::exception_ptr&) { received = true; });
    sim.advance(48s);
    BOOST_CHECK_EQUAL(out.size(), 49);
    BOOST_CHECK(!received);
    sim.advance(1s);
    BOOST_CHECK_EQUAL(out.size(), 50);
    BOOST_CHECK(received);
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(each_key_has_the_rate_for_itself) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    std::map<int, std::vector<std::pair<int, leat::duration>>> out;
    leat::testing::simulation* at = nullptr;
    numbers | leat::key_by([](int x) { return x / 10; }) | leat::rate_limit(1s)
      | leat::for_each([&](int x) { out[x / 10].emplace_back(x, at->now().time_since_epoch()); });
    leat::testing::simulation sim{p, {.seed = seed}};
    at = &sim;
    for (int x : {10, 11, 12, 20, 13, 21})
      in.push(x);
    in.close();
    sim.finish();
    using times = std::vector<std::pair<int, leat::duration>>;
    BOOST_CHECK((out[1] == times{{10, 0s}, {11, 1s}, {12, 2s}, {13, 3s}}));
    BOOST_CHECK((out[2] == times{{20, 0s}, {21, 1s}}));
  }
}

BOOST_AUTO_TEST_CASE(capacity_bounds_what_waits_for_all_keys) {
  const leat::budget four_items = leat::items(4);
  const leat::budget their_bytes = leat::bytes(4 * sizeof(leat::keyed<int, int>));
  for (const leat::budget& four : {four_items, their_bytes})
    for (unsigned seed = 0; seed < 10; ++seed) {
      leat::pipeline p;
      ints numbers(30);
      std::iota(numbers.begin(), numbers.end(), 0);
      std::map<int, ints> out, expected;
      for (int x : numbers)
        expected[x % 3].push_back(x);
      p | leat::from_range(numbers) | leat::key_by([](int x) { return x % 3; })
        | leat::rate_limit(1h).capacity(four)
        | leat::for_each([&](int x) { out[x % 3].push_back(x); });
      leat::testing::simulation sim{p, {.seed = seed}};
      std::size_t most = 0;
      sim.after_each_step([&](auto) {
        most = std::max<std::size_t>(most, sim.metrics().node("rate_limit").items_held);
      });
      sim.finish();
      BOOST_TEST(most == 4U);
      BOOST_CHECK(out == expected);
    }
}

BOOST_AUTO_TEST_CASE(many_keys_come_and_go) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  std::size_t seen = 0;
  numbers | leat::key_by([](int x) { return x; }) | leat::rate_limit(1ms)
    | leat::for_each([&](int) { ++seen; });
  leat::testing::simulation sim{p};
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 100; ++i)
      in.push(100 * round + i / 2);
    sim.advance(1ms);
  }
  in.close();
  sim.finish();
  BOOST_CHECK_EQUAL(seen, 2000);
}

BOOST_AUTO_TEST_CASE(senseless_limits_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::rate_limit(0s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::rate_limit(0, 1s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::rate_limit(1, -1s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::rate_limit(1, 1s, 0)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::rate_limit(1, 1s, std::size_t(-1))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
