// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(debounce_test)

BOOST_AUTO_TEST_CASE(an_item_goes_out_when_it_was_quiet) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::debounce(2s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    sim.advance(1s);
    in.push(2); // begins the quiet anew
    sim.advance(2s - 1ns);
    BOOST_CHECK(out.empty());
    sim.advance(1ns);
    BOOST_CHECK((out == ints{2}));
    sim.advance(1h); // once
    BOOST_CHECK((out == ints{2}));
    in.push(3);
    sim.advance(2s); // one that is due is not driven out by one that comes then
    in.push(4);
    sim.settle();
    BOOST_CHECK((out == ints{2, 3}));
    in.close(); // the end brings out what is held, at once
    sim.settle();
    BOOST_CHECK((out == ints{2, 3, 4}));
    BOOST_CHECK(sim.finished());
    BOOST_CHECK_EQUAL(sim.metrics().node("debounce").dropped.at("debounce"), 1);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_together_is_one_item) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, leat::debounce(1h)) == ints{3}));
  BOOST_CHECK(results_of(ints{}, leat::debounce(1h)).empty());
}

BOOST_AUTO_TEST_CASE(each_key_waits_for_itself) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::key_by([](int x) { return x / 10; }) | leat::debounce(2s) | leat::values()
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in.push(10);
  sim.advance(1s);
  in.push(20);
  in.push(30);
  sim.advance(1s);
  BOOST_CHECK((out == ints{10})); // others have made no noise for it
  in.push(21);
  sim.advance(1s);
  BOOST_CHECK((out == ints{10, 30}));
  sim.advance(1s);
  BOOST_CHECK((out == ints{10, 30, 21}));
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_the_held_item_and_for_no_timer) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::debounce(2s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  int received = 0;
  const auto ask = [&] { in.flush([&](const std::exception_ptr&) { ++received; }); };
  ask();
  sim.settle();
  BOOST_CHECK_EQUAL(received, 1); // nothing is held
  in.push(1);
  ask();
  sim.advance(1s);
  BOOST_CHECK_EQUAL(received, 1);
  in.push(2); // drives out 1, which is dropped then
  sim.settle();
  BOOST_CHECK_EQUAL(received, 2);
  BOOST_CHECK(out.empty());
  ask();
  sim.advance(2s - 1ns);
  BOOST_CHECK_EQUAL(received, 2);
  sim.advance(1ns);
  BOOST_CHECK_EQUAL(received, 3);
  BOOST_CHECK((out == ints{2}));
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(capacity_bounds_the_keys_that_wait) {
  leat::pipeline p;
  int taken = 0;
  ints out;
  p | leat::from_range(ints{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}) | leat::tap([&](int) { ++taken; })
    | leat::key_by([](int x) { return x; })
    | leat::debounce(1s).capacity(leat::items(3)).budget(leat::items(1)) | leat::values()
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_CHECK_LE(sim.metrics().node("debounce").items_held, 3);
  BOOST_CHECK_LE(taken, 7);
  sim.advance(1s);
  BOOST_CHECK((out == ints{1, 2, 3}));
  sim.finish();
  BOOST_CHECK_EQUAL(out.size(), 10);
}

BOOST_AUTO_TEST_CASE(items_that_cannot_be_copied) {
  leat::pipeline p;
  int out = 0;
  p | leat::from_values(1, 2) | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::debounce(1h) | leat::for_each([&](std::unique_ptr<int> x) { out = *x; });
  leat::run(p);
  BOOST_CHECK_EQUAL(out, 2);
}

BOOST_AUTO_TEST_CASE(senseless_durations_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::debounce(0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
