// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <cstddef>
#include <string>

using leat::count;
using leat::sum;
using ints = std::vector<int>;
using sizes = std::vector<std::size_t>;

BOOST_AUTO_TEST_SUITE(sum_test)

BOOST_AUTO_TEST_CASE(sum_adds_the_items_or_what_a_function_gives) {
  BOOST_TEST(results_of(ints{1, 2, 3}, sum()) == ints{6});
  BOOST_TEST(results_of(ints{1, 2, 3}, sum([](int x) { return 0.5 * x; })) == std::vector{3.0});
  BOOST_TEST(results_of(std::vector<std::string>{"a", "b"}, sum())
             == std::vector<std::string>{"ab"});
  BOOST_TEST(results_of(std::vector<std::string>{"a", "bc"}, sum(&std::string::size)) == sizes{3});
}

BOOST_AUTO_TEST_CASE(sum_of_nothing_is_zero) {
  BOOST_TEST(results_of(ints{}, sum()) == ints{0});
  BOOST_TEST(results_of(ints{}, count()) == sizes{0});
}

BOOST_AUTO_TEST_CASE(the_sum_has_the_type_of_a_plus_b) {
  using namespace std::chrono_literals;
  BOOST_TEST(results_of(std::vector<char>(1000, 1), sum()) == ints{1000});
  BOOST_CHECK((results_of(std::vector{1s, 2s}, sum()) == std::vector{3s}));
}

BOOST_AUTO_TEST_CASE(parts_are_summed_by_a_function_of_parts) {
  const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}};
  BOOST_TEST(results_of(pairs, sum([](int, int b) { return b; })) == ints{30});
}

BOOST_AUTO_TEST_CASE(count_counts_whatever_the_items_are) {
  BOOST_TEST(results_of(ints{5, 5, 5}, count()) == sizes{3});
}

BOOST_AUTO_TEST_CASE(each_key_is_counted_apart) {
  using of_key = leat::keyed<int, std::size_t>;
  const auto single = leat::key_by([](int x) { return x % 2; }) | count()
    | leat::filter([](int k, std::size_t) { return k == 1; });
  BOOST_CHECK((results_of(ints{1, 2, 3}, single) == std::vector<of_key>{{1, 2}}));
}

BOOST_AUTO_TEST_CASE(parts_of_an_aggregation_can_be_merged) {
  auto adds = leat::sum().recipe;
  auto of_ints = std::move(adds).aggregation<int>();
  int left = of_ints.initial();
  int right = of_ints.initial();
  of_ints.add(left, 1);
  of_ints.add(right, 2);
  of_ints.merge(left, right);
  BOOST_TEST(of_ints.result(left) == 3);
}

BOOST_AUTO_TEST_SUITE_END()
