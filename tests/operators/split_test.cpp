// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <memory>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

constexpr auto odd = [](int x) { return x % 2 != 0; };

ints numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(split_test)

BOOST_AUTO_TEST_CASE(each_item_goes_to_one_of_two_streams_in_order) {
  const ints items = numbers(3000);
  const auto expected_odd = leat::testing::run(items, leat::filter(odd));
  const auto expected_even = leat::testing::run(items, leat::remove(odd));
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    ints yes;
    ints no;
    auto [ones, others] = p | leat::from_range(items) | leat::split(odd);
    ones | leat::collect_into(yes);
    others | leat::collect_into(no);
    leat::testing::simulation{p, {.seed = seed, .fuse = seed % 2 == 0}}.finish();
    BOOST_CHECK(yes == expected_odd);
    BOOST_CHECK(no == expected_even);
  }
}

BOOST_AUTO_TEST_CASE(nothing_gives_two_streams_of_nothing) {
  leat::pipeline p;
  ints out;
  auto [yes, no] = p | leat::empty<int>() | leat::split(odd);
  leat::merge(yes, no) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(a_number_says_which_of_several) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.threads = 2, .fuse = fuse}};
    leat::pipeline p;
    std::vector<ints> out(3);
    auto parts = p | leat::from_range(numbers(10)) | leat::split_by(3, [](int x) { return x % 3; });
    BOOST_REQUIRE(parts.size() == 3);
    for (std::size_t i = 0; i < 3; ++i)
      parts[i] | leat::collect_into(out[i]);
    leat::run(p, actors);
    BOOST_CHECK((out == std::vector<ints>{{0, 3, 6, 9}, {1, 4, 7}, {2, 5, 8}}));
  }
}

BOOST_AUTO_TEST_CASE(a_place_that_is_not_there_is_a_failure_of_the_item) {
  for (const int wrong : {3, -1}) {
    leat::pipeline p;
    ints out;
    auto [letters, box] = p.dead_letters<int>();
    std::string why;
    letters | leat::for_each([&](const leat::dead_letter<int>& l) { why = l.why.what; });
    auto parts = p | leat::from_values(0, 9, 2)
      | leat::split_by(3, [=](int x) { return x == 9 ? wrong : x; }).on_error(box);
    leat::merge(parts) | leat::collect_into(out);
    leat::testing::simulation{p}.finish();
    BOOST_TEST(out.size() == 2U);
    const std::string given = "the function gave " + std::to_string(wrong);
    BOOST_TEST(why == "leat::split_by: " + given + ", but the streams are 0 to 2");
  }
}

BOOST_AUTO_TEST_CASE(what_came_before_a_failure_has_gone_to_its_stream) {
  const ints items = numbers(3000);
  const auto place = [](int x) { return x % 10 == 9 ? 2 : x % 700 == 350 ? 7
                                   : x % 50 == 0                         ? 1
                                                                         : 0; };
  std::vector<ints> expected(3);
  for (const int x : items)
    if (const int to = place(x); to < 3)
      expected[static_cast<std::size_t>(to)].push_back(x);
  for (unsigned seed = 0; seed < 10; ++seed) {
    leat::pipeline p;
    std::vector<ints> out(3);
    auto parts = p | leat::from_range(items)
      | leat::split_by(3, place).on_error(leat::skip_item());
    for (std::size_t i = 0; i < 3; ++i)
      parts[i] | leat::collect_into(out[i]);
    leat::testing::simulation{p, {.seed = seed, .fuse = seed % 2 == 0}}.finish();
    BOOST_CHECK(out == expected);
  }
}

BOOST_AUTO_TEST_CASE(an_item_whose_predicate_throws_is_left_out_or_tried_again) {
  const auto shaky = [thrown = false](int x) mutable {
    if (x == 2 && !std::exchange(thrown, true))
      throw std::runtime_error("not now");
    return x > 1;
  };
  const auto results = [](const auto& what) {
    leat::pipeline p;
    std::pair<ints, ints> out;
    auto [yes, no] = p | leat::from_values(1, 2, 3) | what;
    yes | leat::collect_into(out.first);
    no | leat::collect_into(out.second);
    leat::testing::simulation{p}.finish();
    return out;
  };
  const auto skipped = results(leat::split(shaky).on_error(leat::skip_item()));
  const auto tried_again = results(leat::split(shaky).on_error(leat::retry(1)));
  BOOST_CHECK((skipped == std::pair(ints{3}, ints{1})));
  BOOST_CHECK((tried_again == std::pair(ints{2, 3}, ints{1})));
}

BOOST_AUTO_TEST_CASE(a_predicate_that_throws_fails_the_job) {
  leat::pipeline p;
  auto [yes, no] = p | leat::from_values(1)
    | leat::split([](int) -> bool { throw std::runtime_error("broken"); });
  leat::merge(yes, no) | leat::discard();
  BOOST_CHECK_THROW(leat::run(p), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(one_that_nobody_wants_more_of_does_not_end_the_other) {
  leat::pipeline p;
  ints first_odd;
  ints even;
  auto [yes, no] = p | leat::from_range(numbers(1000)) | leat::split(odd);
  yes | leat::take(1) | leat::collect_into(first_odd);
  no | leat::collect_into(even);
  leat::run(p);
  BOOST_TEST(first_odd == ints{1});
  BOOST_TEST(even.size() == 500U);
}

BOOST_AUTO_TEST_CASE(it_ends_when_nobody_wants_more_of_any) {
  leat::pipeline p;
  ints out;
  auto [yes, no] = p | leat::from_generator([n = 0]() mutable { return std::optional(n++); })
    | leat::split(odd);
  yes | leat::take(1) | leat::collect_into(out);
  no | leat::take(2) | leat::discard();
  leat::run(p);
  BOOST_TEST(out == ints{1});
}

BOOST_AUTO_TEST_CASE(a_slow_reader_slows_the_source) {
  leat::pipeline p;
  int made = 0;
  auto [yes, no] = p | leat::from_range(numbers(100'000)) | leat::tap([&](int) { ++made; })
    | leat::split(odd);
  yes | leat::rate_limit(1s) | leat::take(3) | leat::discard();
  no | leat::discard();
  leat::testing::simulation sim{p};
  sim.advance(1s);
  BOOST_TEST(made < 100'000);
  sim.finish();
  BOOST_TEST(made == 100'000);
}

BOOST_AUTO_TEST_CASE(functions_see_values_and_streams_stay_keyed) {
  leat::pipeline p;
  std::vector<leat::keyed<int, int>> high;
  std::vector<leat::keyed<int, int>> low;
  auto keyed = p | leat::from_values(1, 2, 11, 12, 13) | leat::key_by([](int x) { return x % 2; });
  auto [big, small] = keyed | leat::split([](int x) { return x > 10; });
  big | leat::scan(0, [](int a, int b) { return a + b; }) | leat::collect_into(high);
  auto parts = small | leat::split_by(1, [](int) { return 0; });
  parts[0] | leat::scan(0, [](int a, int b) { return a + b; }) | leat::collect_into(low);
  leat::run(p);
  using items = std::vector<leat::keyed<int, int>>;
  BOOST_CHECK((high == items{{1, 11}, {0, 12}, {1, 24}}));
  BOOST_CHECK((low == items{{1, 1}, {0, 2}}));
}

BOOST_AUTO_TEST_CASE(items_need_be_movable_only) {
  leat::pipeline p;
  int sum = 0;
  auto [yes, no] = p | leat::from_values(1, 2, 3)
    | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::split([](const std::unique_ptr<int>& x) { return *x > 1; });
  std::move(yes) | leat::for_each([&](const std::unique_ptr<int>& x) { sum += *x; });
  std::move(no) | leat::for_each([&](const std::unique_ptr<int>& x) { sum += 10 * *x; });
  leat::run(p);
  BOOST_TEST(sum == 15);
}

BOOST_AUTO_TEST_CASE(several_instances) {
  leat::pipeline p;
  std::size_t n = 0;
  std::size_t m = 0;
  auto [yes, no] = p | leat::from_range(numbers(10'000)) | leat::split(odd).parallel(3);
  yes | leat::for_each([&](int) { ++n; });
  no | leat::for_each([&](int) { ++m; });
  leat::run(p);
  BOOST_TEST(n == 5000U);
  BOOST_TEST(m == 5000U);
}

BOOST_AUTO_TEST_CASE(senseless_numbers_of_streams_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::split_by(0, [](int x) { return x; })),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
