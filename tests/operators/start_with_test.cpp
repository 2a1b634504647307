// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

using leat::default_if_empty;
using leat::start_with;
using ints = std::vector<int>;

namespace {

constexpr auto plus = [](int a, int b) { return a + b; };
constexpr auto parity = [](int x) { return x % 2; };
constexpr auto up_to = [](int x) {
  ints all;
  for (int i = 1; i <= x; ++i)
    all.push_back(i);
  return all;
};

} // namespace

BOOST_AUTO_TEST_SUITE(start_with_test)

BOOST_AUTO_TEST_CASE(the_values_come_before_the_items) {
  BOOST_TEST(results_of(ints{3, 4}, start_with(1, 2)) == (ints{1, 2, 3, 4}));
  BOOST_TEST(results_of(ints{}, start_with(1)) == ints{1});
}

BOOST_AUTO_TEST_CASE(the_values_become_items_of_the_streams_type) {
  BOOST_TEST(results_of(std::vector{0.5}, start_with(1, 2.5f)) == (std::vector{1.0, 2.5, 0.5}));
  const std::vector<std::string> words{"b"};
  BOOST_TEST(results_of(words, start_with("a")) == (std::vector<std::string>{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(the_values_do_not_wait_for_an_item) {
  for (const bool fuse : {true, false})
    for (unsigned seed = 0; seed < 10; ++seed) {
      leat::pipeline p;
      auto [numbers, in] = p.input<int>();
      ints out;
      numbers | start_with(0) | leat::fold(0, plus) | start_with(1, 2)
        | leat::map([](int x) { return 10 * x; }) | leat::collect_into(out);
      leat::testing::simulation sim(p, {.seed = seed, .fuse = fuse});
      sim.settle();
      BOOST_TEST(out == (ints{10, 20}));
      in.push(5);
      in.close();
      sim.finish();
      BOOST_TEST(out == (ints{10, 20, 50}));
    }
}

BOOST_AUTO_TEST_CASE(the_later_operator_speaks_first) {
  BOOST_TEST(results_of(ints{5}, start_with(3, 4) | start_with(1, 2)) == (ints{1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(the_values_go_through_all_that_follows) {
  const auto sums = start_with(1, 2) | leat::scan(plus);
  BOOST_TEST(results_of(ints{3}, sums) == (ints{1, 3, 6}));
  const auto members = start_with(2, 0, 3) | leat::flat_map(up_to);
  BOOST_TEST(results_of(ints{1}, members) == (ints{1, 2, 1, 2, 3, 1}));
  const auto all = start_with(1, 2) | leat::partition(2);
  BOOST_TEST((results_of(ints{3}, all) == std::vector<ints>{{1, 2}, {3}}));
}

BOOST_AUTO_TEST_CASE(values_wait_for_room) {
  const auto little_room =
    start_with(1, 2, 3, 4, 5, 6, 7, 8, 9)
    | leat::map([](int x) { return x; }).budget(leat::items(1)) | start_with(-1, 0)
    | leat::flat_map([](int x) { return ints(500, x); }) | leat::unique().budget(leat::items(2));
  BOOST_TEST(results_of(ints{10}, little_room) == (ints{-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

BOOST_AUTO_TEST_CASE(what_has_enough_ends_the_stream_before_its_items) {
  BOOST_TEST(results_of(ints{4}, start_with(1, 2, 3) | leat::take(2)) == (ints{1, 2}));
  BOOST_TEST(results_of(ints{4}, start_with(1) | start_with(2, 3) | leat::take(1)) == ints{2});
  BOOST_TEST(results_of(ints{4}, leat::take(0) | start_with(1)) == ints{1});
  BOOST_TEST(results_of(ints{4}, start_with(1) | leat::take(0)).empty());
  const auto poured = start_with(2, 3) | leat::take(1) | leat::flat_map(up_to);
  BOOST_TEST(results_of(ints{4}, poured) == (ints{1, 2}));
  leat::pipeline p;
  int calls = 0;
  auto see = [&](int) { ++calls; };
  p | leat::from_values(1, 2) | leat::tap(see) | start_with(1) | leat::take(1) | leat::discard();
  leat::run(p);
  BOOST_TEST(calls == 0);
}

BOOST_AUTO_TEST_CASE(what_is_held_for_the_end_goes_out_when_the_values_were_enough) {
  const auto chain = start_with(1, 2, 3) | leat::take(2) | leat::fold(0, plus);
  BOOST_TEST(results_of(ints{4}, chain) == ints{3});
}

BOOST_AUTO_TEST_CASE(a_value_may_fail_as_items_do) {
  auto not_two = [](int x) { return x != 2 ? x : throw std::runtime_error("two"); };
  const auto chain = start_with(1, 2, 3) | leat::map(not_two).on_error(leat::skip_item());
  BOOST_TEST(results_of(ints{2, 4}, chain) == (ints{1, 3, 4}));
  BOOST_CHECK_THROW(leat::testing::run(ints{1}, start_with(2) | leat::map(not_two)),
                    leat::job_failed);
}

BOOST_AUTO_TEST_CASE(on_keyed_streams_the_values_have_keys) {
  using of_key = leat::keyed<int, int>;
  const auto chain = leat::key_by(parity) | start_with(of_key{1, 10}, of_key{0, 20});
  BOOST_CHECK((results_of(ints{3, 4}, chain | leat::scan(plus))
               == std::vector<of_key>{{1, 10}, {0, 20}, {1, 13}, {0, 24}}));
  const auto several = chain | leat::scan(plus).parallel(2)
    | leat::filter([](const of_key& k) { return k.key == 1; });
  BOOST_CHECK((results_of(ints{3, 4}, several) == std::vector<of_key>{{1, 10}, {1, 13}}));
}

BOOST_AUTO_TEST_CASE(several_instances_would_give_the_values_several_times) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::key_by(parity)
    | start_with(leat::keyed<int, int>{1, 1}).parallel(2) | leat::discard();
  BOOST_CHECK_THROW(leat::testing::simulation{p}, leat::pipeline_error);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_copied_is_moved) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    p | leat::from_generator([n = 3]() mutable {
      return n < 5 ? std::optional(std::make_unique<int>(n++)) : std::nullopt;
    }) | start_with(std::make_unique<int>(1), std::make_unique<int>(2))
      | leat::filter([](const std::unique_ptr<int>& x) { return *x > 9; })
      | default_if_empty(std::make_unique<int>(7))
      | leat::for_each([&](const std::unique_ptr<int>& x) { out.push_back(*x); });
    leat::run(p, actors);
    BOOST_TEST(out == ints{7});
  }
}

BOOST_AUTO_TEST_CASE(default_if_empty_stands_in_for_items_that_never_came) {
  BOOST_TEST(results_of(ints{}, default_if_empty(7)) == ints{7});
  BOOST_TEST(results_of(ints{1, 2}, default_if_empty(7)) == (ints{1, 2}));
  const auto none = leat::filter([](int x) { return x > 9; }) | default_if_empty(7);
  BOOST_TEST(results_of(ints{1, 2}, none) == ints{7});
  BOOST_TEST(results_of(ints{1, 2}, leat::take(0) | default_if_empty(7)) == ints{7});
  BOOST_TEST(results_of(ints{}, leat::sum() | default_if_empty(7)) == ints{0});
  BOOST_TEST(results_of(std::vector<std::string>{}, default_if_empty("none"))
             == std::vector<std::string>{"none"});
}

BOOST_AUTO_TEST_CASE(a_stand_in_may_have_a_key) {
  using of_key = leat::keyed<int, int>;
  const auto chain = leat::key_by(parity) | default_if_empty(of_key{1, 7}) | leat::values();
  BOOST_TEST(results_of(ints{}, chain) == ints{7});
  BOOST_TEST(results_of(ints{2}, chain) == ints{2});
}

BOOST_AUTO_TEST_SUITE_END()
