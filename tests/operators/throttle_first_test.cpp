// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <memory>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(throttle_first_test)

BOOST_AUTO_TEST_CASE(the_first_of_each_interval_which_begins_with_it) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::throttle_first(2s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    in.push(1);
    in.push(2);
    sim.advance(2s - 1ns);
    in.push(3);
    sim.advance(1ns);
    in.push(4); // just when the interval is over
    sim.settle();
    BOOST_CHECK((out == ints{1, 4}));
    sim.advance(3s); // a silence saves nothing up
    in.push(5);
    sim.advance(1s);
    in.push(6);
    sim.advance(1s);
    in.push(7);
    in.close();
    sim.finish();
    BOOST_CHECK((out == ints{1, 4, 5, 7}));
    if (!(seed % 2 == 0))
      BOOST_CHECK_EQUAL(sim.metrics().node("throttle_first").dropped.at("throttle_first"), 3);
  }
}

BOOST_AUTO_TEST_CASE(what_comes_together_is_one_interval) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, leat::throttle_first(1h)) == ints{1}));
  BOOST_CHECK(results_of(ints{}, leat::throttle_first(1h)).empty());
}

BOOST_AUTO_TEST_CASE(each_key_has_intervals_of_its_own) {
  const auto odd = [](int x) { return x % 2; };
  BOOST_CHECK((results_of(ints{1, 2, 3, 4},
                          leat::key_by(odd) | leat::throttle_first(1h) | leat::values())
               == ints{1, 2}));
}

BOOST_AUTO_TEST_CASE(items_that_cannot_be_copied) {
  leat::pipeline p;
  int out = 0;
  p | leat::from_values(1, 2) | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::throttle_first(1h) | leat::for_each([&](std::unique_ptr<int> x) { out = *x; });
  leat::run(p);
  BOOST_CHECK_EQUAL(out, 1);
}

BOOST_AUTO_TEST_CASE(senseless_intervals_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::throttle_first(0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
