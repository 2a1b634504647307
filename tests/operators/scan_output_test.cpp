// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

using leat::frequencies;
using leat::scan_output;
using ints = std::vector<int>;

namespace {

constexpr auto parity = [](int x) { return x % 2; };

/// What an item adds to the one before.
constexpr auto change = [](int& last, int x) { return x - std::exchange(last, x); };

} // namespace

BOOST_AUTO_TEST_SUITE(scan_output_test)

BOOST_AUTO_TEST_CASE(the_function_gives_what_goes_out) {
  BOOST_TEST(results_of(ints{1, 3, 7}, scan_output(0, change)) == (ints{1, 2, 4}));
  BOOST_TEST(results_of(ints{}, scan_output(0, change)).empty());
  const auto joined = scan_output(std::string(), [](std::string& all, int x) -> const std::string& {
    return all += std::to_string(x);
  });
  BOOST_TEST(results_of(ints{1, 2}, joined) == (std::vector<std::string>{"1", "12"}));
}

BOOST_AUTO_TEST_CASE(items_unpack_behind_the_state) {
  const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}};
  auto product = [](int& sum, int a, int b) { return (sum += a) * b; };
  BOOST_TEST(results_of(pairs, scan_output(0, product)) == (ints{10, 60}));
}

BOOST_AUTO_TEST_CASE(each_key_has_a_state) {
  using of_key = leat::keyed<int, int>;
  BOOST_CHECK((results_of(ints{1, 2, 5, 6}, leat::key_by(parity) | scan_output(0, change))
               == std::vector<of_key>{{1, 1}, {0, 2}, {1, 4}, {0, 4}}));
}

BOOST_AUTO_TEST_CASE(an_item_that_fails_gives_nothing) {
  auto but_2 = [](int& last, int x) {
    return x != 2 ? change(last, x) : throw std::runtime_error("two");
  };
  BOOST_TEST(results_of(ints{1, 2, 4}, scan_output(0, but_2).on_error(leat::skip_item()))
             == (ints{1, 3}));
  BOOST_CHECK_THROW(leat::testing::run(ints{2}, scan_output(0, but_2)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(neither_state_nor_output_need_be_copyable) {
  auto number = [](std::unique_ptr<int>& n, int x) { return std::make_unique<int>(*n += x); };
  leat::pipeline p;
  auto out = p | leat::from_values(1, 2) | scan_output(std::make_unique<int>(10), number)
    | leat::map([](const std::unique_ptr<int>& x) { return *x; }) | leat::to_vector();
  leat::run(p);
  BOOST_TEST(out.get() == (ints{11, 13}));
}

BOOST_AUTO_TEST_CASE(frequencies_counts_each_item_so_far) {
  using counts = std::map<std::string, std::size_t>;
  const std::vector<std::string> words{"a", "b", "a"};
  BOOST_CHECK((results_of(words, frequencies())
               == std::vector<counts>{{{"a", 1}}, {{"a", 1}, {"b", 1}}, {{"a", 2}, {"b", 1}}}));
}

BOOST_AUTO_TEST_CASE(frequencies_are_counted_for_each_key) {
  using of_key = leat::keyed<int, std::map<int, std::size_t>>;
  BOOST_CHECK((results_of(ints{1, 2, 1}, leat::key_by(parity) | frequencies())
               == std::vector<of_key>{{1, {{1, 1}}}, {0, {{2, 1}}}, {1, {{1, 2}}}}));
}

BOOST_AUTO_TEST_SUITE_END()
