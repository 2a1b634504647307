// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using windows = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(timed_window_unique_test)

BOOST_AUTO_TEST_CASE(one_item_for_each_key_in_each_window) {
  for (const auto which : {leat::keep_first, leat::keep_last})
    for (unsigned seed = 0; seed < 10; ++seed) {
      leat::pipeline p;
      auto [numbers, in] = p.input<int>();
      windows out;
      numbers | leat::timed_window_unique(
        2s, [](int x) { return x / 10; }, which)
        | leat::collect_into(out);
      leat::testing::simulation sim{p, {.seed = seed}};
      for (int x : {10, 20, 11})
        in.push(x);
      sim.advance(2s);
      in.push(12); // a new window knows nothing of the one before
      sim.advance(4s);
      in.push(30);
      in.push(31);
      in.close();
      sim.finish();
      BOOST_CHECK((out
                   == (which == leat::keep_first ? windows{{10, 20}, {12}, {}, {30}}
                                                 : windows{{20, 11}, {12}, {}, {31}})));
    }
}

BOOST_AUTO_TEST_CASE(per_key_of_the_stream) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  std::vector<leat::keyed<int, ints>> out;
  numbers | leat::key_by([](int x) { return x / 10; })
    | leat::timed_window_unique(1s, [](int x) { return x % 2; }) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  for (int x : {20, 10, 22, 21})
    in.push(x);
  sim.advance(1s);
  BOOST_CHECK((out == std::vector<leat::keyed<int, ints>>{{2, {20, 21}}, {1, {10}}}));
  in.close();
  sim.finish();
}

// A repeat that takes the place of a held item must leave the count of held items right: else the
// receipt comes too early, or never.
BOOST_AUTO_TEST_CASE(a_receipt_waits_for_the_window) {
  for (const auto which : {leat::keep_first, leat::keep_last}) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    windows out;
    numbers | leat::timed_window_unique(2s, std::identity(), which) | leat::collect_into(out);
    leat::testing::simulation sim{p};
    int received = 0;
    const auto ask = [&] { in.flush([&](const std::exception_ptr&) { ++received; }); };
    in.push(1);
    ask();
    sim.settle();
    in.push(2);
    in.push(1);
    in.push(1);
    sim.settle();
    ask();
    sim.advance(2s - 1ns);
    BOOST_CHECK_EQUAL(received, 0);
    BOOST_CHECK_EQUAL(sim.metrics().node("timed_window_unique").items_held, 2);
    sim.advance(1ns);
    BOOST_CHECK_EQUAL(received, 2);
    BOOST_CHECK_EQUAL(sim.metrics().node("timed_window_unique").items_held, 0);
    BOOST_CHECK_EQUAL(sim.metrics().node("timed_window_unique").dropped.at("unique"), 2);
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(a_key_function_that_throws_makes_no_group) {
  const auto key = [](int x) { return x == 3 ? throw std::domain_error("no key") : x; };
  BOOST_CHECK(
    results_of(ints{3}, leat::timed_window_unique(1h, key).on_error(leat::skip_item())).empty());
  const auto skipping = leat::timed_window_unique(1h, key).on_error(leat::skip_item());
  BOOST_CHECK((results_of(ints{1, 3, 2}, skipping)
               == windows{{1, 2}}));
  BOOST_CHECK_THROW(results_of(ints{1, 3}, leat::timed_window_unique(1h, key)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(senseless_windows_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::timed_window_unique(0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
