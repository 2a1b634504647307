// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using leat::distinct_until_changed;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(distinct_until_changed_test)

BOOST_AUTO_TEST_CASE(an_item_like_the_one_before_is_dropped) {
  BOOST_TEST(results_of(ints{1, 1, 2, 2, 2, 1, 1}, distinct_until_changed()) == (ints{1, 2, 1}));
  BOOST_TEST(results_of(ints{}, distinct_until_changed()).empty());
  BOOST_TEST(results_of(ints(3000, 7), distinct_until_changed()) == ints{7});
}

BOOST_AUTO_TEST_CASE(a_function_says_what_has_changed) {
  const auto of_ten = distinct_until_changed([](int x) { return x / 10; });
  BOOST_TEST(results_of(ints{11, 12, 21, 13}, of_ten) == (ints{11, 21, 13}));
  const std::vector<std::string> words{"a", "b", "cc"};
  BOOST_TEST(results_of(words, distinct_until_changed(&std::string::size))
             == (std::vector<std::string>{"a", "cc"}));
}

BOOST_AUTO_TEST_CASE(each_key_is_compared_with_itself) {
  using pair = std::pair<int, int>;
  const std::vector<pair> items{{1, 5}, {2, 5}, {1, 5}, {2, 6}, {2, 6}, {1, 6}};
  const auto chain = leat::key_by(&pair::first) | distinct_until_changed(&pair::second)
    | leat::values();
  BOOST_CHECK((results_of(items, chain) == std::vector<pair>{{1, 5}, {2, 5}, {2, 6}, {1, 6}}));
}

BOOST_AUTO_TEST_CASE(an_item_whose_key_cannot_be_had_is_not_seen) {
  auto key = [](int x) { return x == 2 ? throw std::runtime_error("no key") : x; };
  const ints items{1, 2, 1, 3};
  BOOST_TEST(results_of(items, distinct_until_changed(key).on_error(leat::skip_item()))
             == (ints{1, 3}));
  BOOST_CHECK_THROW(leat::testing::run(items, distinct_until_changed(key)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(items_need_not_be_copyable) {
  leat::pipeline p;
  auto pointers = [n = 0]() mutable {
    return n < 4 ? std::optional(std::make_unique<int>(n++)) : std::nullopt;
  };
  auto halves = p | leat::from_generator(pointers)
    | distinct_until_changed([](const std::unique_ptr<int>& x) { return *x / 2; })
    | leat::map([](const std::unique_ptr<int>& x) { return *x; }) | leat::to_vector();
  leat::run(p);
  BOOST_TEST(halves.get() == (ints{0, 2}));
}

BOOST_AUTO_TEST_CASE(what_is_dropped_is_counted) {
  leat::pipeline p;
  p | leat::from_values(1, 1, 2) | distinct_until_changed().named("changes") | leat::discard();
  leat::testing::simulation sim(p, {.fuse = false});
  sim.finish();
  BOOST_TEST(sim.metrics().node("changes").dropped.at("distinct_until_changed") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
