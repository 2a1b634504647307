// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <functional>
#include <stdexcept>
#include <string>

using leat::unique;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(unique_test)

BOOST_AUTO_TEST_CASE(repeats_are_dropped) {
  BOOST_TEST(results_of(ints{1, 2, 1, 3, 2}, unique()) == (ints{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_function_says_what_is_a_repeat) {
  BOOST_TEST(results_of(ints{1, 3, 2, 4}, unique([](int x) { return x % 2; })) == (ints{1, 2}));
  const std::vector<std::string> words{"a", "b", "cc"};
  BOOST_TEST(results_of(words, unique(&std::string::size))
             == (std::vector<std::string>{"a", "cc"}));
}

BOOST_AUTO_TEST_CASE(the_least_recently_seen_key_is_forgotten) {
  BOOST_TEST(results_of(ints{1, 2, 3, 1}, unique(std::identity(), 2)) == (ints{1, 2, 3, 1}));
  BOOST_TEST(results_of(ints{1, 1, 2, 1}, unique(std::identity(), 1)) == (ints{1, 2, 1}));
}

// the second 1 makes 2 the oldest, so 3 drives out 2
BOOST_AUTO_TEST_CASE(a_suppressed_repeat_counts_as_seen) {
  BOOST_TEST(results_of(ints{1, 2, 1, 3, 1, 2}, unique(std::identity(), 2)) == (ints{1, 2, 3, 2}));
}

BOOST_AUTO_TEST_CASE(each_key_of_a_keyed_stream_has_its_own_history) {
  using pair = std::pair<int, int>;
  const std::vector<pair> items{{1, 5}, {2, 5}, {1, 5}, {1, 6}};
  const auto chain =
    leat::key_by(&pair::first) | unique(&pair::second) | leat::values() | leat::pluck<0, 1>();
  using triple = std::tuple<int, int>;
  BOOST_CHECK((results_of(items, chain) == std::vector<triple>{{1, 5}, {2, 5}, {1, 6}}));
}

BOOST_AUTO_TEST_CASE(an_item_whose_key_cannot_be_had_is_not_seen) {
  auto key = [](int x) { return x == 2 ? throw std::runtime_error("no key") : x; };
  BOOST_TEST(results_of(ints{1, 2, 1}, unique(key).on_error(leat::skip_item())) == ints{1});
}

BOOST_AUTO_TEST_CASE(a_history_of_nothing_makes_no_sense) {
  BOOST_CHECK_THROW(static_cast<void>(unique(std::identity(), 0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
