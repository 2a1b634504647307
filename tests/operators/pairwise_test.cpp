// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

using leat::pairwise;
using leat::with_time;
using ints = std::vector<int>;
using namespace std::chrono_literals;

namespace {

constexpr auto parity = [](int x) { return x % 2; };

} // namespace

BOOST_AUTO_TEST_SUITE(pairwise_test)

BOOST_AUTO_TEST_CASE(each_item_comes_behind_the_one_before) {
  using pairs = std::vector<std::pair<std::string, std::string>>;
  const std::vector<std::string> words{"a", "b", "c"};
  BOOST_CHECK((results_of(words, pairwise()) == pairs{{"a", "b"}, {"b", "c"}}));
}

BOOST_AUTO_TEST_CASE(a_single_item_has_none_before_it) {
  BOOST_CHECK(results_of(ints{1}, pairwise()).empty());
  BOOST_CHECK(results_of(ints{}, pairwise()).empty());
}

BOOST_AUTO_TEST_CASE(each_key_has_its_own_pairs) {
  using of_key = leat::keyed<int, std::pair<int, int>>;
  BOOST_CHECK((results_of(ints{1, 2, 3, 5, 4}, leat::key_by(parity) | pairwise())
               == std::vector<of_key>{{1, {1, 3}}, {1, {3, 5}}, {0, {2, 4}}}));
}

BOOST_AUTO_TEST_CASE(a_difference_is_a_function_of_both) {
  const auto differences = pairwise() | leat::map([](int a, int b) { return b - a; });
  BOOST_TEST(results_of(ints{1, 4, 2}, differences) == (ints{3, -2}));
  BOOST_TEST(results_of(ints{1, 4, 2}, differences | leat::take(1)) == ints{3});
}

BOOST_AUTO_TEST_CASE(with_time_tells_when_an_item_came) {
  for (const bool fuse : {true, false})
    for (unsigned seed = 0; seed < 10; ++seed) {
      leat::pipeline p;
      auto [numbers, in] = p.input<int>();
      std::vector<std::pair<leat::timestamp, int>> out;
      std::vector<leat::keyed<int, std::pair<leat::timestamp, int>>> of_keys;
      numbers | with_time() | leat::delay(1min) | leat::collect_into(out);
      numbers | leat::key_by(parity) | with_time() | leat::collect_into(of_keys);
      leat::testing::simulation sim(p, {.seed = seed, .fuse = fuse});
      const auto begin = sim.now();
      in.push(1);
      sim.advance(5s);
      in.push(2);
      in.close();
      sim.finish();
      BOOST_CHECK((out == decltype(out){{begin, 1}, {begin + 5s, 2}}));
      BOOST_CHECK((of_keys == decltype(of_keys){{1, {begin, 1}}, {0, {begin + 5s, 2}}}));
    }
}

BOOST_AUTO_TEST_CASE(with_time_moves_what_cannot_be_copied) {
  leat::pipeline p;
  auto pointers = [n = 0]() mutable {
    return n < 3 ? std::optional(std::make_unique<int>(n++)) : std::nullopt;
  };
  auto out = p | leat::from_generator(pointers) | with_time()
    | leat::map([](leat::timestamp, const std::unique_ptr<int>& x) { return *x; })
    | leat::to_vector();
  leat::run(p);
  BOOST_TEST(out.get() == (ints{0, 1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
