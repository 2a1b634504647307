// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(delay_test)

BOOST_AUTO_TEST_CASE(items_pass_unchanged) {
  ints numbers(5000);
  std::iota(numbers.begin(), numbers.end(), 0);
  BOOST_CHECK(results_of(numbers, leat::delay(1ms)) == numbers);
  const std::vector<std::string> words(3000, "long enough for a block of its own on the heap");
  BOOST_CHECK(results_of(words, leat::delay(1ms)) == words);
}

BOOST_AUTO_TEST_CASE(each_item_leaves_so_long_after_it_came) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::delay(5s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    sim.advance(2s);
    in.push(2);
    in.push(3);
    sim.advance(3s - 1ns);
    BOOST_CHECK(out.empty());
    sim.advance(1ns);
    BOOST_CHECK((out == ints{1}));
    sim.advance(2s - 1ns);
    BOOST_CHECK((out == ints{1}));
    sim.advance(1ns);
    BOOST_CHECK((out == ints{1, 2, 3}));
    in.close();
    sim.finish();
  }
}

// streamz' delay lets items out d apart, whenever they came
BOOST_AUTO_TEST_CASE(items_leave_as_far_apart_as_they_came) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    std::vector<leat::duration> times;
    leat::testing::simulation* at = nullptr;
    p | leat::from_periodic(1s, [] { return 0; }) | leat::take(20)
      | leat::flat_map([](int x) { return ints{x, x}; }) | leat::delay(5s)
      | leat::for_each([&](int) { times.push_back(at->now().time_since_epoch()); });
    leat::testing::simulation sim{p, {.seed = seed}};
    at = &sim;
    sim.finish();
    BOOST_REQUIRE_EQUAL(times.size(), 40);
    for (int i = 0; i < 40; ++i)
      BOOST_CHECK(times[static_cast<std::size_t>(i)] == (5 + i / 2) * 1s);
  }
}

BOOST_AUTO_TEST_CASE(items_keep_their_time_after_the_end_of_the_input) {
  leat::pipeline p;
  ints out;
  p | leat::from_values(1, 2) | leat::delay(5s) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(4s);
  BOOST_CHECK(out.empty() && !sim.finished());
  sim.advance(1s);
  BOOST_CHECK((out == ints{1, 2}));
  BOOST_CHECK(sim.finished());
}

BOOST_AUTO_TEST_CASE(capacity_slows_the_input) {
  leat::pipeline p;
  int taken = 0;
  ints out;
  p | leat::from_range(ints(100, 7)) | leat::tap([&](int) { ++taken; })
    | leat::delay(1s).capacity(leat::items(10)).budget(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_CHECK_GE(taken, 10);
  BOOST_CHECK_LE(taken, 14); // and what is on the edge before it
  sim.advance(1s);
  BOOST_CHECK_EQUAL(out.size(), 10);
  sim.finish();
  BOOST_CHECK_EQUAL(out.size(), 100);
}

BOOST_AUTO_TEST_CASE(bytes_held_go_beyond_the_capacity_by_one_item_at_most) {
  const std::string word(100, 'x');
  const std::size_t each = leat::weight_of(word);
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    std::vector<std::string> out;
    p | leat::from_range(std::vector(50, word)) | leat::delay(1s).capacity(leat::bytes(1000))
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    std::size_t most = 0;
    sim.after_each_step([&](auto) {
      most = std::max<std::size_t>(most, each * sim.metrics().node("delay").items_held);
    });
    sim.finish();
    BOOST_TEST(most >= 1000U);
    BOOST_TEST(most < 1000U + each);
    BOOST_TEST(out.size() == 50U);
  }
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_delayed_items) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::delay(5s).capacity(leat::items(2)) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    bool received = false;
    for (int i = 0; i < 5; ++i)
      in.push(i);
    in.flush([&](const std::exception_ptr&) { received = true; });
    sim.advance(14s); // two rounds of two have left
    BOOST_CHECK(!received);
    sim.advance(1s);
    BOOST_CHECK(received);
    BOOST_CHECK_EQUAL(out.size(), 5);
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(a_stopped_job_waits_for_them) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::delay(20ms) | leat::collect_into(out);
  leat::job job = leat::start(p);
  in.push(1);
  in.push(2);
  BOOST_CHECK(job.stop(10s).drained);
  BOOST_CHECK((out == ints{1, 2}));
}

BOOST_AUTO_TEST_CASE(senseless_delays_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::delay(0s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::delay(-1s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
