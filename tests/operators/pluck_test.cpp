// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <string>
#include <tuple>

using leat::enumerate;
using leat::pluck;
using ints = std::vector<int>;
using triple = std::tuple<int, std::string, double>;

namespace {

struct reading {
  std::string sensor;
  int value = 0;
  [[nodiscard]] int twice() const { return 2 * value; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(pluck_test)

BOOST_AUTO_TEST_CASE(elements_of_tuples) {
  const std::vector<triple> items{{1, "a", 0.5}, {2, "b", 1.5}};
  BOOST_TEST(results_of(items, pluck<1>()) == (std::vector<std::string>{"a", "b"}));
  BOOST_CHECK(
    (results_of(items, pluck<2, 0>()) == std::vector<std::tuple<double, int>>{{0.5, 1}, {1.5, 2}}));
  BOOST_CHECK(
    (results_of(items, pluck<1, 1>())[0] == std::tuple<std::string, std::string>("a", "a")));
  BOOST_TEST(results_of(std::vector<std::pair<int, int>>{{1, 2}}, pluck<1>()) == ints{2});
}

BOOST_AUTO_TEST_CASE(members_of_classes) {
  const std::vector<reading> items{{"a", 1}, {"b", 2}};
  BOOST_TEST(results_of(items, pluck(&reading::sensor)) == (std::vector<std::string>{"a", "b"}));
  BOOST_TEST(results_of(items, pluck(&reading::twice)) == (ints{2, 4}));
  const auto both = pluck(&reading::value, &reading::sensor);
  BOOST_CHECK((results_of(items, both)[1] == std::tuple<int, std::string>(2, "b")));
}

BOOST_AUTO_TEST_CASE(a_single_element_is_moved_out) {
  leat::pipeline p;
  auto [pairs, in] = p.input<std::pair<int, std::unique_ptr<int>>>();
  ints out;
  std::move(pairs) | pluck<1>()
    | leat::for_each([&](const std::unique_ptr<int>& b) { out.push_back(*b); });
  leat::testing::simulation sim(p);
  in.push({1, std::make_unique<int>(5)});
  in.close();
  sim.finish();
  BOOST_TEST(out == ints{5});
}

BOOST_AUTO_TEST_CASE(enumerate_counts_from_0) {
  using numbered = std::pair<std::size_t, char>;
  const auto all = results_of(std::vector<char>(2000, 'x'), enumerate());
  BOOST_CHECK((all.front() == numbered{0, 'x'}));
  BOOST_CHECK((all.back() == numbered{1999, 'x'}));
}

BOOST_AUTO_TEST_CASE(enumerate_counts_each_key_apart) {
  const auto chain =
    leat::key_by([](int x) { return x % 2; }) | enumerate() | leat::values() | pluck<0>();
  BOOST_TEST(results_of(ints{1, 2, 3, 5}, chain) == (std::vector<std::size_t>{0, 0, 1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
