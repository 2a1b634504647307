// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <optional>
#include <stdexcept>

using leat::filter;
using leat::remove;
using ints = std::vector<int>;

namespace {

constexpr auto odd = [](int x) { return x % 2 == 1; };

} // namespace

BOOST_AUTO_TEST_SUITE(filter_test)

BOOST_AUTO_TEST_CASE(filter_keeps_and_remove_drops) {
  BOOST_TEST(results_of(ints{1, 2, 3, 4}, filter(odd)) == (ints{1, 3}));
  BOOST_TEST(results_of(ints{1, 2, 3, 4}, remove(odd)) == (ints{2, 4}));
}

BOOST_AUTO_TEST_CASE(without_a_predicate_what_converts_to_true_is_kept) {
  BOOST_TEST(results_of(ints{0, 2, 0}, filter()) == ints{2});
  const std::vector<std::optional<int>> some{1, std::nullopt, 0};
  BOOST_TEST(results_of(some, filter()).size() == 2U);
}

BOOST_AUTO_TEST_CASE(parts_and_members_are_asked) {
  using pair = std::pair<int, bool>;
  const std::vector<pair> pairs{{1, true}, {2, false}};
  BOOST_CHECK((results_of(pairs, filter([](int, bool keep) { return keep; }))
               == std::vector<pair>{{1, true}}));
  BOOST_CHECK((results_of(pairs, remove(&pair::second)) == std::vector<pair>{{2, false}}));
}

BOOST_AUTO_TEST_CASE(a_predicate_that_takes_its_own_item_leaves_the_one_that_goes_on) {
  auto eat = [](std::vector<int> v) { return std::exchange(v, {}).size() == 2; };
  BOOST_CHECK(
    (results_of(std::vector<ints>{{1, 2}, {3}}, filter(eat)) == std::vector<ints>{{1, 2}}));
}

BOOST_AUTO_TEST_CASE(an_item_whose_predicate_throws_is_neither_kept_nor_dropped) {
  auto fussy = [](int x) { return x == 2 ? throw std::runtime_error("two") : x == 1; };
  BOOST_TEST(results_of(ints{1, 2, 3}, filter(fussy).on_error(leat::skip_item())) == ints{1});
  BOOST_TEST(results_of(ints{1, 2, 3}, remove(fussy).on_error(leat::skip_item())) == ints{3});
}

BOOST_AUTO_TEST_SUITE_END()
