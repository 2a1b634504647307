// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <numeric>
#include <optional>
#include <stdexcept>

using leat::skip;
using leat::take;
using leat::take_while;
using ints = std::vector<int>;

namespace {

ints first_numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

auto below(int limit) {
  return [limit](int x) { return x < limit; };
}

} // namespace

BOOST_AUTO_TEST_SUITE(take_test)

BOOST_AUTO_TEST_CASE(take_gives_the_first_items) {
  BOOST_TEST(results_of(first_numbers(3000), take(1500)) == first_numbers(1500));
  BOOST_TEST(results_of(ints{1, 2}, take(5)) == (ints{1, 2}));
  BOOST_TEST(results_of(ints{1, 2}, take(2)) == (ints{1, 2}));
}

BOOST_AUTO_TEST_CASE(take_ends_an_endless_source) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    p | leat::from_generator([n = 0]() mutable { return std::optional(n++); }) | take(3)
      | leat::collect_into(out);
    leat::run(p, actors);
    BOOST_TEST(out == (ints{0, 1, 2}));
  }
}

BOOST_AUTO_TEST_CASE(take_of_nothing_ends_before_an_item_has_come) {
  for (const bool fuse : {true, false}) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints out;
    numbers | leat::map([](int x) { return x; }) | take(0) | leat::collect_into(out);
    leat::testing::simulation sim(p, {.fuse = fuse});
    sim.finish();
    BOOST_TEST(!in.try_push(1));
    BOOST_TEST(out.empty());
  }
  BOOST_TEST(results_of(ints{1, 2}, take(0)).empty());
}

BOOST_AUTO_TEST_CASE(take_calls_nothing_before_it_for_items_it_does_not_need) {
  leat::pipeline p;
  int calls = 0;
  p | leat::from_range(first_numbers(100)) | leat::tap([&](int) { ++calls; }) | take(3)
    | leat::discard();
  leat::run(p);
  BOOST_TEST(calls == 3);
}

BOOST_AUTO_TEST_CASE(what_is_held_for_the_end_goes_out_when_take_ends_the_stream) {
  auto chain = take(3) | leat::fold(0, [](int a, int b) { return a + b; });
  BOOST_TEST(results_of(first_numbers(1000), chain) == ints{3});
}

BOOST_AUTO_TEST_CASE(skip_gives_all_but_the_first_items) {
  BOOST_TEST(results_of(ints{1, 2, 3}, skip(2)) == ints{3});
  BOOST_TEST(results_of(ints{1, 2, 3}, skip(0)) == (ints{1, 2, 3}));
  BOOST_TEST(results_of(ints{1, 2, 3}, skip(9)).empty());
}

BOOST_AUTO_TEST_CASE(take_while_ends_at_the_first_refused_item) {
  BOOST_TEST(results_of(ints{1, 2, 5, 1}, take_while(below(3))) == (ints{1, 2}));
  BOOST_TEST(results_of(ints{5}, take_while(below(3))).empty());
  BOOST_TEST(results_of(first_numbers(2000), take_while(below(9999))) == first_numbers(2000));
}

BOOST_AUTO_TEST_CASE(on_keyed_streams_each_key_is_counted_apart) {
  const auto parity = leat::key_by([](int x) { return x % 2; });
  BOOST_TEST(results_of(ints{1, 3, 5, 2, 4}, parity | take(1) | leat::values()) == (ints{1, 2}));
  BOOST_TEST(results_of(ints{1, 3, 5, 2, 4}, parity | skip(1) | leat::values()) == (ints{3, 5, 4}));
  BOOST_TEST(results_of(ints{1, 9, 1, 2, 4}, parity | take_while(below(5)) | leat::values())
             == (ints{1, 2, 4}));
}

BOOST_AUTO_TEST_CASE(what_is_dropped_is_counted_by_reason_and_failures_apart) {
  leat::pipeline p;
  auto fussy = [](int x) { return x != 2 ? x < 4 : throw std::runtime_error("no"); };
  p | leat::from_range(first_numbers(6))
    | leat::filter(fussy).named("fussy").on_error(leat::skip_item())
    | skip(1).named("skip")
    | leat::discard();
  leat::testing::simulation sim(p, {.fuse = false});
  sim.finish();
  const auto metrics = sim.metrics();
  BOOST_TEST(metrics.node("fussy").dropped.at("filter") == 2U);
  BOOST_TEST(metrics.node("fussy").failed.at("fussy") == 1U);
  BOOST_TEST(metrics.node("skip").dropped.at("skip") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
