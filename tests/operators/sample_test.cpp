// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(sample_test)

BOOST_AUTO_TEST_CASE(the_newest_of_each_interval_and_nothing_for_an_empty_one) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::sample(2s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.advance(1s);
    in.push(1);
    in.push(2);
    sim.advance(1s - 1ns);
    BOOST_CHECK(out.empty());
    sim.advance(1ns);
    BOOST_CHECK((out == ints{2}));
    sim.advance(5s); // two empty ones; the grid goes on: 8 s is the next
    in.push(3);
    sim.advance(1s - 1ns);
    BOOST_CHECK((out == ints{2}));
    sim.advance(1ns);
    BOOST_CHECK((out == ints{2, 3}));
    in.push(4); // at the very end of an interval: in the next one
    sim.advance(2s - 1ns);
    BOOST_CHECK((out == ints{2, 3}));
    sim.advance(1ns);
    BOOST_CHECK((out == ints{2, 3, 4}));
    in.push(5);
    in.close();
    sim.settle();
    BOOST_CHECK((out == ints{2, 3, 4, 5}));
    BOOST_CHECK(sim.finished());
    BOOST_CHECK_EQUAL(sim.metrics().node("sample").dropped.at("sample"), 1);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_together_is_one_item) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, leat::sample(1h)) == ints{3}));
  BOOST_CHECK(results_of(ints{}, leat::sample(1h)).empty());
}

// Debounce would wait for ever, sample must not.
BOOST_AUTO_TEST_CASE(a_stream_that_is_never_quiet) {
  leat::pipeline p;
  ints out;
  p | leat::from_periodic(100ms, [n = 0]() mutable { return n++; }) | leat::sample(1s)
    | leat::take(3) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_REQUIRE_EQUAL(out.size(), 3);
  BOOST_CHECK_EQUAL(out[1] - out[0], 10);
  BOOST_CHECK_EQUAL(out[2] - out[1], 10);
}

BOOST_AUTO_TEST_CASE(each_key_has_its_newest_on_the_same_grid) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::key_by([](int x) { return x / 10; }) | leat::sample(2s) | leat::values()
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in.push(10);
  in.push(20);
  sim.advance(1s);
  in.push(11);
  sim.advance(1s);
  BOOST_CHECK((out == ints{20, 11}));
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_the_held_item_alone) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::sample(2s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  int received = 0;
  const auto ask = [&] { in.flush([&](const std::exception_ptr&) { ++received; }); };
  ask();
  sim.settle();
  BOOST_CHECK_EQUAL(received, 1);
  in.push(1);
  ask();
  sim.advance(2s - 1ns);
  BOOST_CHECK_EQUAL(received, 1);
  BOOST_CHECK(out.empty());
  sim.advance(1ns);
  BOOST_CHECK_EQUAL(received, 2);
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_late_item_is_given_once) {
  leat::pipeline p;
  ints out;
  p | leat::from_periodic(1s, [n = 0]() mutable { return n++; }) | leat::take(60)
    | leat::sample(2s) | leat::rate_limit(10s).budget(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  for (std::size_t i = 1; i < out.size(); ++i)
    BOOST_CHECK_LT(out[i - 1], out[i]);
  BOOST_CHECK_EQUAL(out.back(), 59);
}

BOOST_AUTO_TEST_CASE(senseless_intervals_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::sample(-1s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
