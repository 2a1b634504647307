// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <complex>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using leat::max;
using leat::mean;
using leat::min;
using ints = std::vector<int>;
using namespace std::chrono_literals;

namespace {

constexpr auto parity = [](int x) { return x % 2; };
using word = std::pair<std::string, int>;

int negated_but_2(int x) { return x != 2 ? -x : throw std::runtime_error("two"); }

/// Can be compared with < alone.
struct version {
  int major;
  friend bool operator<(const version& a, const version& b) { return a.major < b.major; }
  friend bool operator==(const version&, const version&) = default;
};

/// What an aggregation makes of two parts that are merged.
template <class Recipe>
auto merged(Recipe recipe, const ints& first, const ints& second) {
  auto of = std::move(recipe).template aggregation<int>();
  auto left = of.initial(), right = of.initial();
  for (int x : first)
    of.add(left, x);
  for (int x : second)
    of.add(right, x);
  of.merge(left, std::as_const(right));
  return of.has_result(left) ? std::optional(of.result(std::as_const(left))) : std::nullopt;
}

} // namespace

BOOST_AUTO_TEST_SUITE(mean_test)

BOOST_AUTO_TEST_CASE(min_and_max_give_the_extreme_item) {
  BOOST_TEST(results_of(ints{3, 1, 2}, min()) == ints{1});
  BOOST_TEST(results_of(ints{3, 1, 5, 2}, max()) == ints{5});
  BOOST_TEST(results_of(ints{-4}, min()) == ints{-4});
  BOOST_TEST(results_of(ints{-4}, max()) == ints{-4});
  BOOST_CHECK((results_of(std::vector<version>{{2}, {3}}, max()) == std::vector<version>{{3}}));
}

BOOST_AUTO_TEST_CASE(or_the_extreme_value_that_a_function_gives) {
  const std::vector<word> words{{"b", 1}, {"a", 2}};
  BOOST_TEST(results_of(words, min(&word::first)) == std::vector<std::string>{"a"});
  BOOST_TEST(results_of(words, max(&word::second)) == ints{2});
  BOOST_TEST(results_of(words, max([](const std::string&, int n) { return 10 * n; })) == ints{20});
}

BOOST_AUTO_TEST_CASE(of_equal_ones_the_first_is_kept) {
  const std::vector<double> zeros{-0.0, 0.0};
  BOOST_TEST(std::signbit(results_of(zeros, min()).at(0)));
  BOOST_TEST(std::signbit(results_of(zeros, max()).at(0)));
}

BOOST_AUTO_TEST_CASE(mean_divides_the_sum_by_the_number) {
  BOOST_TEST(results_of(ints{1, 2, 6}, mean()) == std::vector{3.0});
  BOOST_TEST(results_of(ints{1, 2}, mean()) == std::vector{1.5});
  BOOST_TEST(results_of(ints{1, 2}, mean([](int x) { return 0.5 * x; })) == std::vector{0.75});
  constexpr int most = std::numeric_limits<int>::max();
  BOOST_TEST(results_of(ints{most, most}, mean()) == std::vector{double(most)});
}

BOOST_AUTO_TEST_CASE(a_mean_has_the_type_of_what_was_summed) {
  BOOST_CHECK((results_of(std::vector{-5ns, -2ns}, mean()) == std::vector{-3ns}));
  using number = std::complex<double>;
  BOOST_CHECK((results_of(std::vector<number>{{1, 2}, {3, 4}}, mean())
               == std::vector<number>{{2, 3}}));
}

BOOST_AUTO_TEST_CASE(nothing_has_no_extremes_and_no_mean) {
  BOOST_TEST(results_of(ints{}, min()).empty());
  BOOST_TEST(results_of(ints{}, max()).empty());
  BOOST_TEST(results_of(ints{}, mean()).empty());
  BOOST_TEST(results_of(ints{}, leat::last()).empty());
}

BOOST_AUTO_TEST_CASE(each_key_has_its_own) {
  using of_key = leat::keyed<int, int>;
  const auto odd = leat::filter([](const auto& k) { return k.key == 1; });
  const auto keys = leat::key_by(parity);
  const ints items{4, 1, 5, 2};
  BOOST_CHECK((results_of(items, keys | min() | odd) == std::vector<of_key>{{1, 1}}));
  BOOST_CHECK((results_of(items, keys | max() | odd) == std::vector<of_key>{{1, 5}}));
  BOOST_CHECK((results_of(items, keys | mean() | odd)
               == std::vector<leat::keyed<int, double>>{{1, 3.0}}));
  BOOST_CHECK((results_of(items, keys | leat::last() | leat::filter(parity) | leat::values())
               == ints{5}));
}

BOOST_AUTO_TEST_CASE(an_item_that_fails_does_not_count) {
  const ints items{1, 2, 3};
  BOOST_TEST(results_of(items, min(negated_but_2).on_error(leat::skip_item())) == ints{-3});
  BOOST_TEST(results_of(items, mean(negated_but_2).on_error(leat::skip_item()))
             == std::vector{-2.0});
  BOOST_CHECK_THROW(leat::testing::run(items, max(negated_but_2)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_copied_is_moved) {
  const auto pointers = [n = 0]() mutable {
    return n < 3 ? std::optional(std::make_unique<int>(n++)) : std::nullopt;
  };
  const auto show = leat::map([](const std::unique_ptr<int>& x) { return *x; });
  leat::pipeline p;
  auto least = p | leat::from_generator(pointers) | min() | show | leat::to_vector();
  auto newest = p | leat::from_generator(pointers) | leat::last() | show | leat::to_vector();
  leat::run(p);
  BOOST_TEST(least.get().size() == 1U); // by address
  BOOST_TEST(newest.get() == ints{2});
}

BOOST_AUTO_TEST_CASE(parts_can_be_merged) {
  BOOST_TEST(*merged(min().recipe, {3, 2}, {4, 1}) == 1);
  BOOST_TEST(*merged(max().recipe, {3, 2}, {}) == 3);
  BOOST_TEST(*merged(mean().recipe, {1, 2}, {6}) == 3.0);
  BOOST_TEST(*merged(leat::first().recipe, {}, {6, 7}) == 6);
  BOOST_TEST(*merged(leat::first().recipe, {5}, {6}) == 5);
  BOOST_TEST(*merged(leat::last().recipe, {5}, {6, 7}) == 7);
  BOOST_TEST(*merged(leat::last().recipe, {5}, {}) == 5);
  BOOST_TEST(!merged(min().recipe, {}, {}));
  BOOST_TEST(!merged(mean().recipe, {}, {}));
  BOOST_TEST(!merged(leat::first().recipe, {}, {}));
}

BOOST_AUTO_TEST_CASE(what_is_remembered_can_be_saved) {
  static_assert(leat::encodable<leat::extreme_aggregation<std::identity, std::string,
                                                          std::less<>>::state>);
  using number = std::complex<double>;
  static_assert(leat::encodable<leat::mean_aggregation<std::identity, number>::state>);
  static_assert(leat::encodable<leat::last_aggregation<std::string>::state>);
}

BOOST_AUTO_TEST_SUITE_END()
