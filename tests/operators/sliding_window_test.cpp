// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>

using ints = std::vector<int>;
using windows = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(sliding_window_test)

BOOST_AUTO_TEST_CASE(the_last_items_at_each_item) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, leat::sliding_window(2)) == windows{{1}, {1, 2}, {2, 3}}));
  BOOST_CHECK((results_of(ints{1, 2}, leat::sliding_window(1)) == windows{{1}, {2}}));
  BOOST_CHECK(results_of(ints{}, leat::sliding_window(2)).empty());
}

BOOST_AUTO_TEST_CASE(only_full_ones) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, leat::sliding_window(2, false))
               == windows{{1, 2}, {2, 3}}));
  BOOST_CHECK(results_of(ints{1, 2}, leat::sliding_window(3, false)).empty());
  BOOST_CHECK((results_of(ints{1, 2}, leat::sliding_window(2, false)) == windows{{1, 2}}));
}

BOOST_AUTO_TEST_CASE(windows_across_chunks_and_room) {
  ints numbers(5000);
  std::iota(numbers.begin(), numbers.end(), 0);
  const auto whole = leat::sliding_window(40, false);
  const auto out = results_of(numbers, whole | leat::map([](const ints& w) {
                                         return std::pair(w.front(), w.back());
                                       }));
  BOOST_REQUIRE_EQUAL(out.size(), 4961);
  for (int i = 0; i < 4961; ++i)
    BOOST_REQUIRE((out[static_cast<std::size_t>(i)] == std::pair(i, i + 39)));
}

BOOST_AUTO_TEST_CASE(each_key_has_its_own) {
  const auto odd = [](int x) { return x % 2; };
  using result = leat::keyed<int, ints>;
  BOOST_CHECK((results_of(ints{1, 2, 3, 4}, leat::key_by(odd) | leat::sliding_window(2))
               == std::vector<result>{{1, {1}}, {0, {2}}, {1, {1, 3}}, {0, {2, 4}}}));
}

BOOST_AUTO_TEST_CASE(it_ends_when_nobody_wants_more) {
  BOOST_CHECK((results_of(ints{1, 2, 3, 4}, leat::sliding_window(2) | leat::take(2))
               == windows{{1}, {1, 2}}));
}

BOOST_AUTO_TEST_CASE(senseless_windows_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::sliding_window(0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
