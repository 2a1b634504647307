// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>

using leat::first;
using leat::skip_while;
using leat::slice;
using ints = std::vector<int>;

namespace {

constexpr auto parity = [](int x) { return x % 2; };

ints first_numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

auto below(int limit) {
  return [limit](int x) { return x < limit; };
}

} // namespace

BOOST_AUTO_TEST_SUITE(slice_test)

BOOST_AUTO_TEST_CASE(every_slice_is_what_a_loop_gives) {
  const ints all = first_numbers(7);
  for (std::size_t start = 0; start < 9; ++start)
    for (std::size_t stop = 0; stop < 9; ++stop)
      for (std::size_t step = 1; step < 9; ++step) {
        ints expected;
        for (std::size_t i = start; i < stop && i < all.size(); i += step)
          expected.push_back(all[i]);
        BOOST_TEST(leat::testing::run(all, slice(start, stop, step)) == expected);
      }
}

BOOST_AUTO_TEST_CASE(chunks_do_not_shift_positions) {
  BOOST_TEST(results_of(first_numbers(6), slice(1, 5, 2)) == (ints{1, 3}));
  const ints every_tenth = results_of(first_numbers(3000), slice(5, 2996, 10));
  BOOST_TEST(every_tenth.size() == 300U);
  BOOST_TEST(every_tenth.back() == 2995);
}

BOOST_AUTO_TEST_CASE(without_a_stop_there_is_no_end) {
  BOOST_TEST(results_of(first_numbers(6), slice(4)) == (ints{4, 5}));
  BOOST_TEST(results_of(first_numbers(6), slice(0, {}, 4)) == (ints{0, 4}));
  constexpr auto most = std::numeric_limits<std::size_t>::max();
  BOOST_TEST(results_of(first_numbers(6), slice(2, {}, most)) == ints{2});
  BOOST_TEST(results_of(first_numbers(6), slice(most)).empty());
}

BOOST_AUTO_TEST_CASE(zero_is_a_bound) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | slice(0, 0) | leat::collect_into(out);
  leat::testing::simulation sim(p);
  sim.finish();
  BOOST_TEST(!in.try_push(1));
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(it_ends_behind_the_last_position) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    auto endless = [n = 0]() mutable { return std::optional(std::make_unique<int>(n++)); };
    auto third = p | leat::from_generator(endless) | slice(2, 5, 3)
      | leat::map([](const std::unique_ptr<int>& x) { return *x; }) | leat::to_vector();
    leat::run(p, actors);
    BOOST_TEST(third.get() == ints{2});
  }
}

BOOST_AUTO_TEST_CASE(a_step_of_nothing_makes_no_sense) {
  BOOST_CHECK_THROW(static_cast<void>(slice(0, 3, 0)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(each_key_has_its_own_positions) {
  const auto parities = leat::key_by(parity);
  BOOST_TEST(results_of(first_numbers(8), parities | slice(1, 3) | leat::values())
             == (ints{2, 3, 4, 5}));
  BOOST_TEST(results_of(ints{9, 1, 8, 7, 2}, parities | first() | leat::values())
             == (ints{9, 8}));
  BOOST_TEST(results_of(ints{1, 2, 6, 1, 7, 1, 2}, parities | skip_while(below(5)) | leat::values())
             == (ints{6, 7, 1, 2}));
}

BOOST_AUTO_TEST_CASE(skip_while_gives_all_from_the_first_refused_item_on) {
  BOOST_TEST(results_of(ints{1, 2, 5, 1}, skip_while(below(3))) == (ints{5, 1}));
  BOOST_TEST(results_of(ints{5, 1}, skip_while(below(3))) == (ints{5, 1}));
  BOOST_TEST(results_of(ints{1, 2}, skip_while(below(3))).empty());
  BOOST_TEST(results_of(first_numbers(3000), skip_while(below(2500))).size() == 500U);
}

BOOST_AUTO_TEST_CASE(skip_while_asks_no_more_once_it_has_begun) {
  auto fussy = [](int x) { return x != 2 ? x < 3 : throw std::runtime_error("two"); };
  BOOST_TEST(results_of(ints{2, 1, 5, 2}, skip_while(fussy).on_error(leat::skip_item()))
             == (ints{5, 2}));
  BOOST_CHECK_THROW(leat::testing::run(ints{2}, skip_while(fussy)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(first_ends_an_endless_source) {
  leat::pipeline p;
  auto endless = [n = 5]() mutable { return std::optional(n++); };
  auto one = p | leat::from_generator(endless) | first() | leat::to_vector();
  leat::run(p);
  BOOST_TEST(one.get() == ints{5});
  BOOST_TEST(results_of(ints{}, first()).empty());
}

BOOST_AUTO_TEST_CASE(what_is_dropped_is_counted_by_reason) {
  leat::pipeline p;
  p | leat::from_range(first_numbers(10)) | skip_while(below(2)).named("while")
    | slice(1, {}, 2).named("slice") | leat::key_by(parity) | first().named("first")
    | leat::discard();
  leat::testing::simulation sim(p, {.fuse = false});
  sim.finish();
  const auto metrics = sim.metrics();
  BOOST_TEST(metrics.node("while").dropped.at("skip_while") == 2U);
  BOOST_TEST(metrics.node("slice").dropped.at("slice") == 4U);
  BOOST_TEST(metrics.node("first").dropped.at("first") == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
