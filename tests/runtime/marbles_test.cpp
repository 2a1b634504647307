// SPDX-License-Identifier: BSD-3-Clause
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using leat::testing::from;
using leat::testing::marble_lane;
using leat::testing::through;

namespace {
constexpr auto odd = [](int x) { return x % 2 == 1; };
constexpr auto twice = [](int x) { return 2 * x; };
} // namespace

BOOST_AUTO_TEST_SUITE(marbles_test)

BOOST_AUTO_TEST_CASE(columns_are_moments) {
  const marble_lane lane("1  2&3 [4,5]  x|");
  BOOST_TEST(lane.items.size() == 5U);
  BOOST_CHECK((lane.items[0] == leat::testing::marble{0s, "1"}));
  BOOST_CHECK((lane.items[2] == leat::testing::marble{3s, "3"}));
  BOOST_CHECK((lane.items[3] == leat::testing::marble{7s, "[4,5]"}));
  BOOST_CHECK(lane.end == 14s);
  BOOST_CHECK(!lane.failure);
  BOOST_TEST(lane.to_text() == "1  2&3 [4,5]  x|");
  BOOST_CHECK(marble_lane("1   !").failure == 4s);
  BOOST_CHECK((marble_lane("1 |", 500ms) == marble_lane(" 1 |", 500ms)) == false);
  BOOST_CHECK(marble_lane("1 |", 2s) == marble_lane("1   |", 1s));
  BOOST_TEST(marble_lane("").items.empty());
}

BOOST_AUTO_TEST_CASE(a_failure_has_its_moment) {
  BOOST_TEST(through("1  2        ", leat::timeout(4s)) == "1  2   !");
}

BOOST_AUTO_TEST_CASE(nothing_stands_behind_the_end) {
  BOOST_CHECK_THROW(marble_lane("1| 2"), std::invalid_argument);
  BOOST_CHECK_THROW(through("1 x|", leat::map(twice)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(items_are_words_and_back) {
  using leat::testing::marble_text;
  using leat::testing::read_marble;
  BOOST_TEST(marble_text(std::vector{std::pair(1, 'a'), std::pair(2, 'b')}) == "[(1,a),(2,b)]");
  BOOST_CHECK((read_marble<std::vector<std::pair<int, char>>>("[(1,a),(2,b)]")
               == std::vector{std::pair(1, 'a'), std::pair(2, 'b')}));
  BOOST_TEST(marble_text(std::vector<int>{}) == "[]");
  BOOST_TEST(read_marble<std::vector<int>>("[]").empty());
  BOOST_TEST(marble_text(leat::keyed<std::string, int>{"a", 1}) == "a:1");
  BOOST_CHECK((read_marble<leat::keyed<std::string, int>>("a:1")
               == leat::keyed<std::string, int>{"a", 1}));
  BOOST_TEST(marble_text(std::optional<int>()) == "-");
  BOOST_CHECK_THROW(read_marble<int>("1x"), std::invalid_argument);
  BOOST_CHECK_THROW((read_marble<std::pair<int, int>>("(1)")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_comes_out_and_when) {
  BOOST_TEST(through("1   2   3   4|", leat::map(twice)) == "2   4   6   8|");
  BOOST_TEST(through("1   2   3   4|", leat::filter(odd)) == "1       3   |");
  BOOST_TEST(through("1 2     3|", leat::delay(5s)) == "     1 2     3|");
  BOOST_TEST(through("1   2   3   4|", leat::take(2)) == "1   2|");
  BOOST_TEST(through("1   2   3   |", leat::sum()) == "            6|");
}

BOOST_AUTO_TEST_CASE(an_open_lane_is_looked_at_up_to_its_last_column) {
  BOOST_TEST(through("1   2     ", leat::timed_window(4s)) == "    [1] [2]");
  BOOST_TEST(through("1  2   ", leat::count()) == "");
}

BOOST_AUTO_TEST_CASE(failures_come_through) {
  BOOST_TEST(through("1   2  !", leat::map(twice)) == "2   4  !");
  BOOST_TEST(through("1   0   2|", leat::map([](int x) {
                       return x == 0 ? throw std::runtime_error("zero") : x;
                     }))
             == "1   !");
}

BOOST_AUTO_TEST_CASE(several_streams_and_types) {
  const auto pairs = through<int, char>("1       2             3|", "  a          b        |",
                                        [](auto a, auto b) { return leat::zip(a, b); });
  BOOST_TEST(pairs == "  (1,a)      (2,b)    |");
  BOOST_TEST(through<std::string>("a bb c|", leat::map(&std::string::size)) == "1 2  1|");
  BOOST_TEST(through("1       2       3|", leat::key_by(odd)) == "true:1  false:2 true:3|");
}

BOOST_AUTO_TEST_CASE(sources) {
  BOOST_TEST(from(leat::from_periodic(2s, [n = 0]() mutable { return n++; }), 5s) == "0 1 2");
  BOOST_TEST(from(leat::from_values(1, 2), 1s) == "1&2|");
}

BOOST_AUTO_TEST_CASE(lanes_that_differ_are_told_apart) {
  BOOST_TEST(through("1 2|", leat::map(twice)) != "2  4|");
  BOOST_TEST(through("1 2|", leat::map(twice)) != "2 4 |");
  BOOST_TEST(through("1 2|", leat::map(twice)) != "2 5|");
}

BOOST_AUTO_TEST_SUITE_END()
