// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <numeric>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(latest_test)

BOOST_AUTO_TEST_CASE(all_pass_while_the_consumer_keeps_up) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | leat::latest() | leat::collect_into(out);
  leat::testing::simulation sim{p};
  for (int i = 0; i < 5; ++i) {
    in.push(i);
    sim.settle();
  }
  in.close();
  sim.finish();
  BOOST_CHECK((out == ints{0, 1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_newer_item_replaces_one_that_has_not_left) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    ints out;
    p | leat::from_periodic(1s, [n = 0]() mutable { return n++; }) | leat::take(100)
      | leat::latest() | leat::rate_limit(10s) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK(std::is_sorted(out.begin(), out.end()));
    BOOST_CHECK_LE(out.size(), 13); // what came in 100 s, and what had left by then
    BOOST_CHECK_EQUAL(out.back(), 99);
    BOOST_CHECK_EQUAL(sim.metrics().node("latest").dropped.at("latest"), 100 - out.size());
  }
}

// streamz can lose the last one, and sleeps on when it comes while an older one is on its way
BOOST_AUTO_TEST_CASE(the_last_one_always_arrives) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::latest() | leat::delay(1s).capacity(leat::items(1)).budget(leat::items(1))
      | leat::collect_into(out);
    leat::testing::simulation sim{
      p, {.seed = seed, .delay_packets = seed % 2 == 0 ? 700ms : 0ms, .repeat_grants = true}};
    for (int i = 0; i < 10; ++i) {
      in.push(i);
      if (seed % 3 == 0)
        sim.advance(300ms);
    }
    sim.advance(1h); // it needs no end to come
    BOOST_REQUIRE(!out.empty());
    BOOST_CHECK_EQUAL(out.back(), 9);
    leat::node_metrics slot = sim.metrics().node("latest");
    BOOST_CHECK_EQUAL(out.size() + slot.dropped["latest"], 10);
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(the_last_one_arrives_on_actors_too) {
  for (int round = 0; round < 50; ++round) {
    leat::engine actors{{.threads = 2}};
    leat::pipeline p;
    ints numbers(2000), out;
    std::iota(numbers.begin(), numbers.end(), 0);
    p | leat::from_range(numbers) | leat::map([](int x) { return x; }).budget(leat::items(8))
      | leat::latest() | leat::map([](int x) { return x; }).budget(leat::items(1))
      | leat::collect_into(out);
    leat::run(p, actors);
    BOOST_REQUIRE(!out.empty());
    BOOST_CHECK_EQUAL(out.back(), 1999);
    BOOST_CHECK(std::is_sorted(out.begin(), out.end()));
  }
}

BOOST_AUTO_TEST_CASE(it_arrives_after_the_end_of_the_input) {
  leat::pipeline p;
  ints out;
  p | leat::from_values(1, 2, 3) | leat::latest()
    | leat::rate_limit(1s).budget(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK_EQUAL(out.back(), 3);
  leat::pipeline nothing;
  ints none;
  nothing | leat::from_range(ints{}) | leat::latest() | leat::collect_into(none);
  leat::run(nothing);
  BOOST_CHECK(none.empty());
}

BOOST_AUTO_TEST_CASE(the_producer_never_waits) {
  leat::pipeline p;
  auto [gate, in] = p.input<int>();
  std::size_t made = 0, out = 0;
  auto fast = p | leat::from_range(ints(100'000, 7)) | leat::tap([&](int) { ++made; })
    | leat::latest();
  leat::zip(gate, fast) | leat::for_each([&](int, int) { ++out; });
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_CHECK_EQUAL(made, 100'000);
  BOOST_CHECK_EQUAL(out, 0);
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_the_slot_but_not_for_what_was_driven_out) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::latest() | leat::delay(10s).capacity(leat::items(1)).budget(leat::items(1))
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    bool received = false;
    for (int i = 0; i < 20; ++i)
      in.push(i);
    in.flush([&](const std::exception_ptr&) {
      received = true;
      BOOST_CHECK_EQUAL(out.back(), 19);
    });
    sim.advance(1h);
    BOOST_CHECK(received);
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(one_slot_for_all_keys_which_stay_keys) {
  leat::pipeline p;
  ints out;
  p | leat::from_values(1, 2, 3, 4) | leat::key_by([](int x) { return x; })
    | leat::latest() | leat::unique() | leat::values() | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK_EQUAL(out.back(), 4);
}

BOOST_AUTO_TEST_CASE(items_that_cannot_be_copied_and_a_consumer_that_has_enough) {
  leat::pipeline p;
  int out = 0;
  p | leat::from_periodic(1s, [n = 0]() mutable { return std::make_unique<int>(n++); })
    | leat::latest() | leat::take(3)
    | leat::for_each([&](std::unique_ptr<int> x) { out = *x; });
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK_EQUAL(out, 2);
}

BOOST_AUTO_TEST_SUITE_END()
