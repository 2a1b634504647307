// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using windows = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(timed_window_test)

BOOST_AUTO_TEST_CASE(empty_windows_too_and_a_remainder) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    windows out;
    numbers | leat::timed_window(2s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.advance(1s);
    in.push(1);
    in.push(2);
    sim.advance(2s);
    BOOST_CHECK((out == windows{{1, 2}}));
    in.push(3);
    sim.advance(4s);
    BOOST_CHECK((out == windows{{1, 2}, {3}, {}}));
    in.push(4);
    in.close();
    sim.finish();
    BOOST_CHECK((out == windows{{1, 2}, {3}, {}, {4}}));
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_and_the_order_is_kept) {
  ints numbers(3000);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::timed_window(1h) | leat::flatten()) == numbers);
}

BOOST_AUTO_TEST_CASE(a_late_tick_is_not_made_up_for) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  windows out;
  auto windowed = numbers | leat::timed_window(1s);
  windowed | leat::rate_limit(10s).budget(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(60s);
  BOOST_CHECK_LE(out.size(), 7); // one each 10 s, no queue of those that were missed
  in.push(1);
  in.close();
  sim.finish();
  BOOST_CHECK_LE(out.size(), 14);
  BOOST_CHECK_EQUAL(std::count(out.begin(), out.end(), ints{1}), 1);
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_the_window) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  windows out;
  numbers | leat::timed_window(2s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  bool received = false;
  in.push(1);
  in.flush([&](const std::exception_ptr&) { received = true; });
  sim.advance(1s);
  BOOST_CHECK(!received);
  sim.advance(1s);
  BOOST_CHECK(received);
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(capacity_slows_the_input) {
  leat::pipeline p;
  windows out;
  p | leat::from_range(ints(25, 7)) | leat::timed_window(1s).capacity(leat::items(10))
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK((out == windows{ints(10, 7), ints(10, 7), ints(5, 7)}));
}

BOOST_AUTO_TEST_CASE(a_window_for_each_key_that_had_items) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  std::vector<leat::keyed<int, ints>> out;
  numbers | leat::key_by([](int x) { return x / 10; }) | leat::timed_window(1s)
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  for (int x : {20, 10, 21})
    in.push(x);
  sim.advance(2s);
  in.push(11);
  in.close();
  sim.finish();
  BOOST_CHECK((out == std::vector<leat::keyed<int, ints>>{{2, {20, 21}}, {1, {10}}, {1, {11}}}));
}

BOOST_AUTO_TEST_CASE(senseless_windows_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::timed_window(0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
