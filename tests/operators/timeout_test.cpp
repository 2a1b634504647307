// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(timeout_test)

namespace {

std::string failure_of(leat::testing::simulation& sim, leat::duration after) {
  try {
    sim.advance(after);
  } catch (const leat::job_failed& e) {
    return e.what();
  }
  return "";
}

} // namespace

BOOST_AUTO_TEST_CASE(items_pass_unchanged) {
  ints numbers(5000);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::timeout(1h)) == numbers);
  BOOST_CHECK(results_of(ints{}, leat::timeout(1h)).empty());
}

BOOST_AUTO_TEST_CASE(silence_fails_the_stream_and_says_where) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::timeout(1500ms).named("heart") | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    for (int i = 0; i < 3; ++i) { // each item begins the time anew
      sim.advance(1500ms - 1ns);
      in.push(i);
    }
    sim.advance(1500ms - 1ns);
    BOOST_CHECK((out == ints{0, 1, 2}));
    BOOST_CHECK_NE(failure_of(sim, 1ns).find("nothing came to 'heart' for 1500 ms"),
                   std::string::npos);
    BOOST_CHECK((out == ints{0, 1, 2}));
    BOOST_CHECK(!in.push(4)); // it was cancelled
  }
}

BOOST_AUTO_TEST_CASE(the_time_begins_with_the_job) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::timeout(10s) | leat::discard();
  leat::testing::simulation sim{p};
  sim.advance(10s - 1ns);
  BOOST_CHECK_NE(failure_of(sim, 1ns).find("for 10000 ms"), std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_failure_travels_behind_the_items) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::timeout(1s) | leat::delay(10s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in.push(1);
  sim.advance(5s);
  BOOST_CHECK(out.empty());
  BOOST_CHECK(!failure_of(sim, 10s).empty());
  BOOST_CHECK((out == ints{1}));
}

// An item that has come and finds no room is no silence.
BOOST_AUTO_TEST_CASE(a_slow_consumer_is_no_silence) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    std::size_t out = 0;
    p | leat::from_range(ints(20, 1)) | leat::timeout(1s).budget(leat::items(1))
      | leat::rate_limit(10s).budget(leat::items(1)) | leat::for_each([&](int) { ++out; });
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK_EQUAL(out, 20);
  }
}

BOOST_AUTO_TEST_CASE(silence_switches_to_the_fallback) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    auto fallback = p | leat::from_values(7, 8, 9);
    numbers | leat::timeout(2s, fallback) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.advance(1s);
    in.push(1);
    sim.advance(2s - 1ns);
    BOOST_CHECK((out == ints{1})); // the fallback waits
    sim.advance(1ns);
    BOOST_CHECK((out == ints{1, 7, 8, 9}));
    BOOST_CHECK(sim.finished()); // with the fallback; nobody waits for the input
  }
}

BOOST_AUTO_TEST_CASE(the_switch_cancels_the_stream) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    auto [others, other_in] = p.input<int>();
    ints out;
    numbers | leat::timeout(2s, others) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.advance(2s);
    BOOST_CHECK(!in.push(1)); // nobody wants it any more
    other_in.push(2);
    sim.advance(1h); // and the fallback may be silent
    other_in.push(4);
    sim.settle();
    BOOST_CHECK((out == ints{2, 4}));
    other_in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(a_fallback_that_is_not_needed_is_cancelled) {
  leat::pipeline p;
  auto [others, other_in] = p.input<int>();
  ints out;
  p | leat::from_values(1, 2) | leat::timeout(2s, others) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK((out == ints{1, 2}));
  BOOST_CHECK(!other_in.push(1));
}

BOOST_AUTO_TEST_CASE(an_empty_fallback_ends_the_stream) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::timeout(2s, p | leat::from_range(ints{})) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    sim.advance(2s - 1ns);
    BOOST_CHECK(!sim.finished());
    sim.advance(1ns);
    BOOST_CHECK(sim.finished());
    BOOST_CHECK((out == ints{1}));
  }
}

BOOST_AUTO_TEST_CASE(a_waiting_fallback_holds_no_receipt) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::timeout(2s, p | leat::from_values(7)) | leat::discard();
  leat::testing::simulation sim{p};
  bool received = false;
  in.push(1);
  in.flush([&](const std::exception_ptr&) { received = true; });
  sim.settle();
  BOOST_CHECK(received);
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(keys_and_items_that_cannot_be_copied) {
  leat::pipeline p;
  ints out;
  auto odd = [](int x) { return x % 2; };
  auto others = p | leat::from_values(5) | leat::key_by(odd);
  p | leat::from_values(1, 2, 3) | leat::key_by(odd) | leat::timeout(1h)
    | leat::timeout(1h, others) | leat::take(1) | leat::values() | leat::collect_into(out);
  int last = 0;
  auto make = [](int x) { return std::make_unique<int>(x); };
  p | leat::from_values(1, 2) | leat::map(make) | leat::timeout(1h)
    | leat::timeout(1h, p | leat::from_values(3) | leat::map(make)).named("or else")
    | leat::for_each([&](std::unique_ptr<int> x) { last = *x; });
  leat::run(p);
  BOOST_CHECK((out == ints{1, 2}));
  BOOST_CHECK_EQUAL(last, 2);
}

BOOST_AUTO_TEST_CASE(senseless_durations_are_refused_where_they_are_written) {
  leat::pipeline p;
  auto numbers = p | leat::from_values(1);
  BOOST_CHECK_THROW(static_cast<void>(leat::timeout(0s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::timeout(-1s, numbers)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
