// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

auto counter() {
  return [n = 0]() mutable { return n++; };
}

} // namespace

BOOST_AUTO_TEST_SUITE(from_periodic_test)

BOOST_AUTO_TEST_CASE(the_first_at_once_then_on_a_grid) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    ints out;
    p | leat::from_periodic(100ms, counter()) | leat::take(1000) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.settle();
    BOOST_CHECK_EQUAL(out.size(), 1);
    sim.advance(100ms - 1ns);
    BOOST_CHECK_EQUAL(out.size(), 1);
    sim.advance(1ns);
    BOOST_CHECK_EQUAL(out.size(), 2);
    for (int i = 0; i < 897; ++i)
      sim.advance(100ms); // no drift
    BOOST_CHECK_EQUAL(out.size(), 899);
    sim.finish();
    BOOST_CHECK_EQUAL(out.size(), 1000);
    BOOST_CHECK_EQUAL(out.back(), 999);
  }
}

BOOST_AUTO_TEST_CASE(late_ticks_are_not_made_up_for) {
  leat::pipeline p;
  ints out;
  p | leat::from_periodic(1s, counter()) | leat::rate_limit(10s).budget(leat::items(1))
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(100s);
  BOOST_CHECK_EQUAL(out.size(), 11);
  BOOST_CHECK_LE(out.back(), 11); // one for each that left, no queue of a hundred
}

BOOST_AUTO_TEST_CASE(a_stop_ends_it) {
  leat::pipeline p;
  ints out;
  p | leat::from_periodic(1h, counter()) | leat::collect_into(out);
  p | leat::from_periodic(1h, counter(), leat::fixed_delay()) | leat::discard();
  p | leat::from_timer(1h) | leat::discard();
  leat::job job = leat::start(p);
  BOOST_CHECK(job.stop(10s).drained);
}

BOOST_AUTO_TEST_CASE(a_function_that_throws) {
  leat::pipeline p;
  int calls = 0;
  ints out;
  p
    | leat::from_periodic(
        1s, [&] { return ++calls % 2 == 0 ? throw std::runtime_error("not now") : calls; })
        .on_error(leat::retry(1, {.first = 1ms}))
    | leat::take(3) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK((out == ints{1, 3, 5}));
  BOOST_CHECK(sim.now()
              == leat::timestamp{} + 2s + 1ms); // a tick that was late does not move the grid
}

BOOST_AUTO_TEST_CASE(a_fixed_delay_counts_from_the_tick_that_was_late) {
  leat::pipeline p;
  int calls = 0;
  std::vector<leat::duration> times;
  leat::testing::simulation* at = nullptr;
  p
    | leat::from_periodic(
        1s, [&] { return ++calls == 2 ? throw std::runtime_error("not now") : calls; },
        leat::fixed_delay())
        .on_error(leat::retry(1, {.first = 1ms}))
    | leat::take(4) | leat::for_each([&](int) { times.push_back(at->now().time_since_epoch()); });
  leat::testing::simulation sim{p};
  at = &sim;
  sim.finish();
  BOOST_CHECK((times == std::vector<leat::duration>{0s, 1s + 1ms, 2s + 1ms, 3s + 1ms}));
}

BOOST_AUTO_TEST_CASE(a_timer_gives_the_time_once) {
  leat::pipeline p;
  std::vector<leat::timestamp> out;
  p | leat::from_timer(5s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(5s - 1ns);
  BOOST_CHECK(out.empty());
  sim.finish();
  BOOST_CHECK((out == std::vector{leat::timestamp{} + 5s}));
}

BOOST_AUTO_TEST_CASE(senseless_times_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::from_periodic(0s, [] { return 1; })),
                    std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::from_timer(0s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
