// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <numeric>
#include <string>

using ints = std::vector<int>;
using parts = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(collect_test)

BOOST_AUTO_TEST_CASE(a_vector_for_each_item_of_the_trigger) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    auto [triggers, trigger] = p.input<std::string>();
    parts out;
    numbers | leat::collect(triggers) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    in.push(2);
    sim.settle();
    BOOST_CHECK(out.empty());
    trigger.push("x");
    sim.settle();
    BOOST_CHECK((out == parts{{1, 2}}));
    in.push(3);
    sim.settle();
    trigger.push("y");
    trigger.push("z"); // what came since is nothing
    sim.settle();
    BOOST_CHECK((out == parts{{1, 2}, {3}, {}}));
    in.push(4);
    in.close();
    sim.settle();
    BOOST_CHECK(!sim.finished());
    trigger.close(); // now both have ended
    sim.finish();
    BOOST_CHECK((out == parts{{1, 2}, {3}, {}, {4}}));
  }
}

BOOST_AUTO_TEST_CASE(the_rest_goes_out_at_the_end_unless_it_is_empty) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    parts out, nothing;
    auto never = p | leat::from_range(ints{});
    p | leat::from_values(1, 2, 3) | leat::collect(never) | leat::collect_into(out);
    p | leat::from_range(ints{}) | leat::collect(never) | leat::collect_into(nothing);
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK((out == parts{{1, 2, 3}}));
    BOOST_CHECK(nothing.empty());
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_lost_and_the_order_is_kept) {
  leat::pipeline p;
  ints numbers(20'000), out;
  std::iota(numbers.begin(), numbers.end(), 0);
  auto trigger = p | leat::from_range(ints(300, 0));
  p | leat::from_range(numbers) | leat::collect(trigger) | leat::flatten()
    | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK(out == numbers);
}

BOOST_AUTO_TEST_CASE(capacity_is_what_it_holds) {
  leat::pipeline p;
  auto [triggers, trigger] = p.input<int>();
  parts out;
  p | leat::from_range(ints(25, 7)) | leat::collect(triggers).capacity(leat::items(10))
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  for (int i = 0; i < 3; ++i) {
    sim.settle();
    trigger.push(i);
  }
  trigger.close();
  sim.finish();
  BOOST_CHECK((out == parts{ints(10, 7), ints(10, 7), ints(5, 7)}));
}

BOOST_AUTO_TEST_CASE(a_full_one_without_a_trigger_fails_with_that_reason) {
  leat::pipeline p;
  p | leat::from_range(ints(25, 7))
    | leat::collect(p | leat::from_range(ints{})).capacity(leat::items(10)) | leat::discard();
  leat::testing::simulation sim{p};
  try {
    sim.finish();
    BOOST_FAIL("it went on");
  } catch (const leat::job_failed& e) {
    BOOST_CHECK_NE(std::string(e.what()).find("waits for its trigger"), std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_receipt_does_not_wait_for_the_trigger) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [triggers, trigger] = p.input<int>();
  parts out;
  numbers | leat::collect(triggers).capacity(leat::items(1)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  bool received = false;
  for (int i = 0; i < 3; ++i)
    in.push(i);
  in.flush([&](const std::exception_ptr&) { received = true; });
  sim.settle();
  BOOST_CHECK(received);
  BOOST_CHECK(out.empty());
  for (int i = 0; i < 3; ++i) {
    trigger.push(i);
    sim.settle();
  }
  in.close();
  trigger.close();
  sim.finish();
  BOOST_CHECK((out == parts{{0}, {1}, {2}}));
}

BOOST_AUTO_TEST_CASE(a_loop_ends_with_what_is_left_in_it) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [again, back] = p.loop<int>();
    int seen = 0;
    auto numbers = leat::merge(p | leat::from_values(3, 3, 3), again);
    numbers | leat::collect(p | leat::from_range(ints{})) | leat::flat_map([&](const ints& part) {
      ints next;
      for (int x : part)
        if (++seen; x > 0)
          next.push_back(x - 1);
      return next;
    }) | back;
    leat::testing::simulation sim{p, {.seed = seed}};
    sim.finish();
    BOOST_CHECK_EQUAL(seen, 12);
  }
}

BOOST_AUTO_TEST_CASE(names_keys_chains_and_items_that_cannot_be_copied) {
  leat::pipeline p;
  auto never = p | leat::from_range(ints{});
  std::vector<std::vector<leat::keyed<int, int>>> keyed;
  (p | leat::from_values(1, 2) | leat::key_by([](int x) { return x % 2; }) | leat::collect(never))
      .named("all keys")
    | leat::collect_into(keyed);
  std::size_t out = 0;
  p | leat::from_values(1, 2) | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::collect(never)
    | leat::for_each([&](const std::vector<std::unique_ptr<int>>& part) { out = part.size(); });
  p | leat::from_values(1, 2) | (leat::collect(never) | leat::take(1)) | leat::discard();
  leat::testing::simulation sim{p};
  sim.finish();
  BOOST_CHECK((keyed == std::vector<std::vector<leat::keyed<int, int>>>{{{1, 1}, {0, 2}}}));
  BOOST_CHECK_EQUAL(out, 2);
  BOOST_CHECK_EQUAL(sim.metrics().node("all keys").items_out, 1);
}

BOOST_AUTO_TEST_CASE(a_consumer_that_has_enough_cancels_both) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [triggers, trigger] = p.input<int>();
  parts out;
  numbers | leat::collect(triggers) | leat::take(1) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in.push(1);
  sim.settle();
  trigger.push(1);
  sim.finish();
  BOOST_CHECK((out == parts{{1}}));
}

BOOST_AUTO_TEST_SUITE_END()
