// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(keep_alive_test)

BOOST_AUTO_TEST_CASE(a_sign_for_each_silence) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::keep_alive(2s, 0) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.advance(2s - 1ns);
    BOOST_CHECK(out.empty());
    sim.advance(1ns);
    BOOST_CHECK((out == ints{0}));
    sim.advance(1s);
    in.push(1); // begins the time anew
    sim.advance(2s - 1ns);
    BOOST_CHECK((out == ints{0, 1}));
    sim.advance(1ns + 2s);
    BOOST_CHECK((out == ints{0, 1, 0, 0}));
    in.close();
    sim.settle();
    BOOST_CHECK(sim.finished());
    BOOST_CHECK((out == ints{0, 1, 0, 0}));
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_added_where_there_is_no_silence) {
  ints numbers(5000);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::keep_alive(1h, -1)) == numbers);
  BOOST_CHECK(results_of(ints{}, leat::keep_alive(1h, -1)).empty());
}

BOOST_AUTO_TEST_CASE(signs_that_find_no_room_are_not_queued) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  std::size_t out = 0;
  numbers | leat::keep_alive(1s, 0) | leat::rate_limit(10s).budget(leat::items(1))
    | leat::for_each([&](int) { ++out; });
  leat::testing::simulation sim{p};
  sim.advance(100s);
  BOOST_CHECK_LE(out, 11);
  in.close();
  sim.finish();
  BOOST_CHECK_LE(out, 14);
}

// An item that has come and finds no room is no silence.
BOOST_AUTO_TEST_CASE(no_sign_while_items_wait) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    ints out;
    p | leat::from_range(ints(20, 1)) | leat::keep_alive(1s, 0).budget(leat::items(1))
      | leat::rate_limit(10s).budget(leat::items(1)) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK(out == ints(20, 1));
  }
}

BOOST_AUTO_TEST_CASE(it_holds_no_receipt_and_no_loop) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    numbers | leat::keep_alive(2s, 0) | leat::discard();
    auto [again, back] = p.loop<int>();
    ints seen;
    auto around = leat::merge(p | leat::from_values(3), again) | leat::keep_alive(1s, 0);
    around | leat::filter([](int x) { return x > 0; }) | leat::map([](int x) { return x - 1; })
      | back;
    std::move(around) | leat::collect_into(seen);
    leat::testing::simulation sim{p, {.seed = seed}};
    bool received = false;
    in.push(1);
    in.flush([&](const std::exception_ptr&) { received = true; });
    sim.settle();
    BOOST_CHECK(received);
    in.close();
    sim.finish();
    BOOST_CHECK((seen == ints{3, 2, 1, 0}));
  }
}

BOOST_AUTO_TEST_CASE(the_sign_becomes_an_item) {
  leat::pipeline p;
  auto [words, in] = p.input<std::string>();
  std::vector<std::string> out;
  words | leat::keep_alive(1s, "ping") | leat::take(2) | leat::collect_into(out);
  auto [numbers, number_in] = p.input<int>();
  std::vector<leat::keyed<int, int>> keyed;
  numbers | leat::key_by([](int x) { return x; })
    | leat::keep_alive(1s, leat::keyed<int, int>{0, 1})
    | leat::unique() | leat::collect_into(keyed);
  leat::testing::simulation sim{p};
  sim.advance(3s);
  BOOST_CHECK((out == std::vector<std::string>{"ping", "ping"}));
  BOOST_CHECK((keyed == std::vector<leat::keyed<int, int>>{{0, 1}}));
  in.close();
  number_in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(senseless_durations_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::keep_alive(0s, 1)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
