// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using pairs = std::vector<std::tuple<int, std::string>>;

BOOST_AUTO_TEST_SUITE(zip_latest_test)

BOOST_AUTO_TEST_CASE(each_item_of_the_first_once_with_the_newest_of_the_other) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    auto [words, in_words] = p.input<std::string>();
    pairs out;
    leat::zip_latest(numbers, words) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    in.push(2);
    sim.settle();
    BOOST_TEST(out.empty());
    in_words.push("x");
    sim.settle();
    in.push(3);
    sim.settle();
    in_words.push("y");
    sim.settle();
    in_words.push("z");
    in_words.close();
    sim.settle();
    in.push(4);
    in.close();
    sim.finish();
    BOOST_CHECK((out == pairs{{1, "x"}, {2, "x"}, {3, "x"}, {4, "z"}}));
  }
}

// streamz keeps them without any bound
BOOST_AUTO_TEST_CASE(early_items_wait_within_the_budget) {
  leat::pipeline p;
  int made = 0;
  auto fast = p | leat::from_range(ints(100'000, 1)) | leat::tap([&](int) { ++made; });
  auto [slow, in] = p.input<int>();
  std::size_t out = 0;
  leat::zip_latest(fast, slow).budget(leat::items(100)) | leat::for_each([&](int, int) { ++out; });
  leat::testing::simulation sim{p};
  sim.advance(1h);
  BOOST_TEST(made < 20'000); // the budget, and a chunk on its way to it
  BOOST_TEST(out == 0U);
  in.push(5);
  in.close();
  sim.finish();
  BOOST_TEST(made == 100'000);
  BOOST_TEST(out == 100'000U);
}

BOOST_AUTO_TEST_CASE(it_ends_with_the_first_and_cancels_the_others) {
  leat::pipeline p;
  std::size_t n = 0;
  auto endless = p | leat::from_generator([] { return std::optional(1); });
  leat::zip_latest(p | leat::from_range(ints(1000, 1)), endless)
    | leat::for_each([&](int, int) { ++n; });
  leat::run(p);
  BOOST_TEST(n == 1000U);
}

BOOST_AUTO_TEST_CASE(it_ends_when_another_has_ended_without_an_item) {
  leat::pipeline p;
  std::size_t n = 0;
  auto endless = p | leat::from_generator([] { return std::optional(1); });
  leat::zip_latest(endless, p | leat::from_values(1), p | leat::empty<int>())
    | leat::for_each([&](int, int, int) { ++n; });
  leat::run(p);
  BOOST_TEST(n == 0U);
}

BOOST_AUTO_TEST_CASE(items_of_the_first_need_be_movable_only) {
  leat::pipeline p;
  int sum = 0;
  auto boxes =
    p | leat::from_values(1, 2) | leat::map([](int x) { return std::make_unique<int>(x); });
  leat::zip_latest(std::move(boxes), p | leat::from_values(10))
    | leat::for_each([&](const std::unique_ptr<int>& a, int b) { sum += *a + b; });
  leat::run(p);
  BOOST_TEST(sum == 23);
}

BOOST_AUTO_TEST_CASE(take_cancels_all_of_it) {
  leat::pipeline p;
  auto endless = [&] { return p | leat::from_generator([] { return std::optional(1); }); };
  std::vector<std::tuple<int, int>> out;
  leat::zip_latest(endless(), endless()) | leat::take(1) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_no_partner) {
  leat::pipeline p;
  auto [a, in_a] = p.input<int>();
  auto [b, in_b] = p.input<int>();
  leat::zip_latest(a, b) | leat::discard();
  leat::testing::simulation sim{p};
  bool received = false;
  in_a.push(1);
  in_a.flush([&](const std::exception_ptr&) { received = true; });
  sim.settle();
  BOOST_TEST(received);
  in_a.close();
  in_b.close();
  sim.finish();
}

BOOST_AUTO_TEST_SUITE_END()
