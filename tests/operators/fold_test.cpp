// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>

using leat::fold;
using leat::reduce;
using leat::scan;
using ints = std::vector<int>;

namespace {

constexpr auto plus = [](int a, int b) { return a + b; };
constexpr auto add_to = [](int& a, int b) { a += b; };

/// Sums, but throws at 2, behind a change of what it was given.
int plus_but_2(int sum, int x) {
  if (x == 2)
    throw std::runtime_error("two");
  return sum + x;
}
void append_but_2(ints& all, int x) {
  all.push_back(x);
  if (x == 2)
    throw std::runtime_error("two");
}

} // namespace

BOOST_AUTO_TEST_SUITE(fold_test)

BOOST_AUTO_TEST_CASE(fold_gives_one_item_at_the_end) {
  BOOST_TEST(results_of(ints{1, 2, 3}, fold(10, plus)) == ints{16});
  BOOST_TEST(results_of(ints{1, 2, 3}, fold(10, add_to)) == ints{16});
  BOOST_TEST(results_of(ints{}, fold(10, plus)) == ints{10});
}

BOOST_AUTO_TEST_CASE(reduce_begins_with_the_first_item_and_gives_nothing_for_nothing) {
  auto larger = [](int a, int b) { return std::max(a, b); };
  BOOST_TEST(results_of(ints{3, 7, 5}, reduce(larger)) == ints{7});
  BOOST_TEST(results_of(ints{3}, reduce(larger)) == ints{3});
  BOOST_TEST(results_of(ints{}, reduce(larger)).empty());
}

BOOST_AUTO_TEST_CASE(scan_gives_the_state_after_each_item) {
  BOOST_TEST(results_of(ints{1, 2, 3}, scan(10, plus)) == (ints{11, 13, 16}));
  BOOST_TEST(results_of(ints{1, 2, 3}, scan(10, add_to)) == (ints{11, 13, 16}));
  BOOST_TEST(results_of(ints{4, 2, 3}, scan(plus)) == (ints{4, 6, 9}));
  BOOST_TEST(results_of(ints{}, scan(10, plus)).empty());
}

BOOST_AUTO_TEST_CASE(items_unpack_behind_the_state) {
  using entry = std::pair<std::string, int>;
  using table = std::map<std::string, int>;
  auto put = [](auto& into, const std::string& key, int value) { into[key] += value; };
  const std::vector<entry> entries{{"a", 1}, {"b", 2}, {"a", 3}};
  const auto tables = results_of(entries, fold(table{}, put));
  BOOST_CHECK((tables == std::vector<table>{{{"a", 4}, {"b", 2}}}));
}

// it is one member of the run's tuple of states, not all of it
BOOST_AUTO_TEST_CASE(a_state_may_be_a_tuple) {
  auto count = [](std::tuple<int> s, int) { return std::tuple(std::get<0>(s) + 1); };
  BOOST_CHECK((results_of(ints{5, 5}, fold(std::tuple(0), count)) == std::vector{std::tuple(2)}));
}

BOOST_AUTO_TEST_CASE(states_that_can_only_move_work_by_value_and_in_place) {
  leat::pipeline p;
  int by_value = 0;
  int in_place = 0;
  auto numbers = p | leat::from_values(1, 2, 3);
  using box = std::unique_ptr<int>;
  numbers
    | fold(std::make_unique<int>(0), [](box b, int x) { *b += x; return b; })
    | leat::for_each([&](const box& b) { by_value = *b; });
  numbers
    | fold(std::make_unique<int>(0), [](box& b, int x) { *b += x; })
    | leat::for_each([&](const box& b) { in_place = *b; });
  leat::run(p);
  BOOST_TEST(by_value == 6);
  BOOST_TEST(in_place == 6);
}

BOOST_AUTO_TEST_CASE(a_returned_state_is_as_before_when_the_function_throws) {
  const auto skip = leat::skip_item();
  BOOST_TEST(results_of(ints{1, 2, 3}, fold(0, plus_but_2).on_error(skip)) == ints{4});
  BOOST_TEST(results_of(ints{1, 2, 3}, scan(0, plus_but_2).on_error(skip)) == (ints{1, 4}));
  const auto kept = results_of(ints{1, 2, 3}, fold(ints{}, append_but_2).on_error(skip));
  BOOST_TEST(kept.at(0) == (ints{1, 2, 3})); // changed in place: as the function left it
}

BOOST_AUTO_TEST_CASE(each_key_has_a_state_of_its_own) {
  using of_key = leat::keyed<int, int>;
  const auto parity = leat::key_by([](int x) { return x % 2; });
  const ints items{1, 2, 3, 4, 5};
  auto sums = results_of(items, parity | fold(100, plus));
  std::ranges::sort(sums, {}, &of_key::key);
  BOOST_CHECK((sums == std::vector<of_key>{{0, 106}, {1, 109}}));
  auto least = results_of(items, parity | reduce([](int a, int b) { return std::min(a, b); }));
  std::ranges::sort(least, {}, &of_key::key);
  BOOST_CHECK((least == std::vector<of_key>{{0, 2}, {1, 1}}));
  const auto running = results_of(items, parity | scan(plus));
  BOOST_CHECK((running == std::vector<of_key>{{1, 1}, {0, 2}, {1, 4}, {0, 6}, {1, 9}}));
}

BOOST_AUTO_TEST_CASE(many_keys_speak_at_the_end_with_room_for_few) {
  ints items(5000);
  for (std::size_t i = 0; i < items.size(); ++i)
    items[i] = static_cast<int>(i);
  const auto each = leat::key_by([](int x) { return x; }) | fold(0, plus);
  BOOST_TEST(results_of(items, each).size() == 5000U);
}

BOOST_AUTO_TEST_CASE(keys_spread_over_instances_are_folded_once_each) {
  leat::pipeline p;
  std::vector<leat::keyed<int, int>> sums;
  p | leat::from_range(std::views::iota(0, 1000))
    | leat::key_by([](int x) { return x % 10; })
    | fold(0, [](int n, int) { return n + 1; }).parallel(3)
    | leat::collect_into(sums);
  leat::run(p);
  BOOST_TEST(sums.size() == 10U);
  BOOST_TEST(std::ranges::all_of(sums, [](auto& s) { return s.value == 100; }));
}

BOOST_AUTO_TEST_CASE(what_speaks_only_at_its_end_is_refused_inside_a_loop) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  leat::merge(p | leat::from_values(1), again) | fold(0, plus) | back;
  BOOST_CHECK_EXCEPTION(leat::run(p), leat::pipeline_error, [](const leat::pipeline_error& e) {
    return std::string(e.what()).find("fold") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
