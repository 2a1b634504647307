// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

using ints = std::vector<int>;
using words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(unzip_test)

BOOST_AUTO_TEST_CASE(a_stream_for_each_part) {
  std::vector<std::tuple<int, std::string, double>> items;
  for (int i = 0; i < 3000; ++i)
    items.emplace_back(i, std::to_string(i), i / 2.0);
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    std::vector<std::tuple<int, std::string, double>> out;
    auto [numbers, texts, halves] = p | leat::from_range(items) | leat::unzip();
    leat::zip(numbers, texts, halves) | leat::collect_into(out);
    leat::testing::simulation{p, {.seed = seed, .fuse = seed % 2 == 0}}.finish();
    BOOST_CHECK(out == items);
  }
}

BOOST_AUTO_TEST_CASE(pairs_keyed_items_and_nothing) {
  leat::pipeline p;
  ints first;
  words second;
  auto [numbers, texts] = p | leat::from_values(std::pair(1, std::string("a"))) | leat::unzip();
  numbers | leat::collect_into(first);
  texts | leat::collect_into(second);
  using item = leat::keyed<int, std::string>;
  auto [keys, values] = p | leat::from_values(item{2, "b"}) | leat::unzip();
  keys | leat::collect_into(first);
  values | leat::collect_into(second);
  auto [none, nothing] = p | leat::empty<std::pair<int, int>>() | leat::unzip();
  leat::merge(none, nothing) | leat::collect_into(first);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(first.size() == 2U);
  BOOST_TEST(second.size() == 2U);
}

BOOST_AUTO_TEST_CASE(on_a_keyed_stream_each_part_keeps_the_key) {
  leat::pipeline p;
  std::vector<leat::keyed<bool, int>> first;
  std::vector<leat::keyed<bool, std::string>> second;
  using item = std::pair<int, std::string>;
  auto keyed = p | leat::from_values(item{1, "a"}, item{2, "b"})
    | leat::key_by([](int x, const std::string&) { return x > 1; });
  auto [numbers, texts] = keyed | leat::unzip();
  numbers | leat::collect_into(first);
  texts | leat::collect_into(second);
  leat::run(p);
  BOOST_CHECK((first == std::vector<leat::keyed<bool, int>>{{false, 1}, {true, 2}}));
  BOOST_CHECK((second == std::vector<leat::keyed<bool, std::string>>{{false, "a"}, {true, "b"}}));
}

BOOST_AUTO_TEST_CASE(parts_need_be_movable_only) {
  leat::pipeline p;
  int sum = 0;
  auto boxes = p | leat::from_values(1, 2)
    | leat::map([](int x) { return std::pair(std::make_unique<int>(x), x); });
  auto [pointers, numbers] = std::move(boxes) | leat::unzip();
  std::move(pointers) | leat::for_each([&](const std::unique_ptr<int>& x) { sum += *x; });
  numbers | leat::for_each([&](int x) { sum += 10 * x; });
  leat::run(p);
  BOOST_TEST(sum == 33);
}

BOOST_AUTO_TEST_CASE(it_ends_when_nobody_wants_more) {
  leat::pipeline p;
  ints out;
  auto [a, b] = p | leat::from_generator([] { return std::optional(std::pair(1, 2)); })
    | leat::unzip();
  a | leat::take(1) | leat::collect_into(out);
  b | leat::take(2) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
