// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <string>
#include <type_traits>

using leat::by_key;
using leat::key_by;
using leat::keyed;
using leat::values;
using ints = std::vector<int>;

namespace {

constexpr auto parity = [](int x) { return x % 2; };
constexpr auto plus = [](int a, int b) { return a + b; };

template <class K, class T>
void require_keyed(const leat::keyed_stream<K, T>&) {}

} // namespace

BOOST_AUTO_TEST_SUITE(key_by_test)

BOOST_AUTO_TEST_CASE(items_travel_with_their_key) {
  BOOST_CHECK((results_of(ints{1, 2, 3}, key_by(parity))
               == std::vector<keyed<int, int>>{{1, 1}, {0, 2}, {1, 3}}));
}

BOOST_AUTO_TEST_CASE(functions_behind_it_see_the_items_as_before) {
  const auto chain = key_by(parity) | leat::filter([](int x) { return x > 1; })
    | leat::map([](int x) { return 10 * x; });
  BOOST_CHECK((results_of(ints{1, 2, 3}, chain) == std::vector<keyed<int, int>>{{0, 20}, {1, 30}}));
}

BOOST_AUTO_TEST_CASE(a_member_pointer_makes_a_key) {
  using word = std::pair<std::string, int>;
  const std::vector<word> words{{"a", 1}, {"b", 2}};
  const auto by_name = results_of(words, key_by(&word::first));
  BOOST_TEST(by_name.at(1).key == "b");
  BOOST_TEST(by_name.at(1).value.second == 2);
}

BOOST_AUTO_TEST_CASE(new_keys_take_the_place_of_old_ones) {
  const auto again = key_by(parity) | key_by([](int x) { return x / 2; });
  BOOST_CHECK(
    (results_of(ints{1, 2, 3}, again) == std::vector<keyed<int, int>>{{0, 1}, {1, 2}, {1, 3}}));
}

BOOST_AUTO_TEST_CASE(streams_stay_keyed_behind_what_passes_items_on) {
  leat::pipeline p;
  auto numbers = p | leat::from_values(1, 2) | key_by(parity);
  require_keyed(numbers | leat::filter([](int) { return true; }) | leat::take(1) | leat::unique());
  auto sums = numbers | leat::scan(plus);
  static_assert(std::is_void_v<decltype(sums)::key_type>);
  require_keyed(std::move(sums) | by_key());
}

BOOST_AUTO_TEST_CASE(by_key_goes_on_per_key) {
  const auto chain =
    key_by(parity) | leat::map([](int x) { return 10 * x; }) | by_key() | leat::scan(plus);
  BOOST_CHECK(
    (results_of(ints{1, 2, 3}, chain) == std::vector<keyed<int, int>>{{1, 10}, {0, 20}, {1, 40}}));
}

BOOST_AUTO_TEST_CASE(values_drops_the_keys) {
  BOOST_TEST(results_of(ints{1, 2, 3}, key_by(parity) | values()) == (ints{1, 2, 3}));
  BOOST_TEST(results_of(ints{1, 2, 3}, key_by(parity) | leat::scan(plus) | values())
             == (ints{1, 2, 4}));
}

BOOST_AUTO_TEST_SUITE_END()
