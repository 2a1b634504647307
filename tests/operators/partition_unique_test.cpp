// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

using ints = std::vector<int>;
using parts = std::vector<ints>;

BOOST_AUTO_TEST_SUITE(partition_unique_test)

BOOST_AUTO_TEST_CASE(vectors_of_different_items_and_a_remainder) {
  BOOST_CHECK((results_of(ints{1, 2, 1, 3, 2}, leat::partition_unique(3))
               == parts{{1, 2, 3}, {2}}));
  BOOST_CHECK((results_of(ints{1, 1, 1}, leat::partition_unique(3)) == parts{{1}}));
  BOOST_CHECK((results_of(ints{1, 1}, leat::partition_unique(1)) == parts{{1}, {1}}));
  BOOST_CHECK(results_of(ints{}, leat::partition_unique(2)).empty());
}

BOOST_AUTO_TEST_CASE(keep_last_puts_a_repeated_key_at_its_last_place) {
  const auto tens = [](int x) { return x / 10; };
  const ints items{10, 20, 11, 30, 31, 40, 32};
  BOOST_CHECK((results_of(items, leat::partition_unique(3, tens, leat::keep_first))
               == parts{{10, 20, 30}, {31, 40}}));
  BOOST_CHECK((results_of(items, leat::partition_unique(3, tens, leat::keep_last))
               == parts{{20, 11, 30}, {40, 32}}));
}

BOOST_AUTO_TEST_CASE(many_repeats_leave_nothing_behind) {
  ints items;
  for (int i = 0; i < 10'000; ++i)
    items.push_back(i % 5);
  const auto out = results_of(
    items, leat::partition_unique(6, std::identity(), leat::keep_last).capacity(leat::items(6)));
  BOOST_CHECK((out == parts{{0, 1, 2, 3, 4}}));
}

BOOST_AUTO_TEST_CASE(each_key_of_the_stream_has_vectors_of_its_own) {
  using pair = std::pair<int, int>;
  const std::vector<pair> items{{1, 5}, {2, 5}, {1, 5}, {1, 6}, {2, 7}, {1, 5}};
  const auto chain = leat::key_by(&pair::first) | leat::partition_unique(2, &pair::second);
  using result = leat::keyed<int, std::vector<pair>>;
  BOOST_CHECK((results_of(items, chain)
               == std::vector<result>{
                 {1, {{1, 5}, {1, 6}}}, {2, {{2, 5}, {2, 7}}}, {1, {{1, 5}}}}));
}

BOOST_AUTO_TEST_CASE(a_key_function_that_throws_changes_nothing) {
  const auto key = [](int x) { return x == 3 ? throw std::domain_error("no key") : x; };
  const auto skipping = leat::partition_unique(2, key).on_error(leat::skip_item());
  BOOST_CHECK((results_of(ints{3, 1, 3, 2, 3}, skipping)
               == parts{{1, 2}}));
  BOOST_CHECK(results_of(ints{3}, skipping)
                .empty());
  BOOST_CHECK_THROW(results_of(ints{1, 3}, leat::partition_unique(2, key)), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(dropped_items_are_counted) {
  for (const auto which : {leat::keep_first, leat::keep_last}) {
    leat::pipeline p;
    p | leat::from_values(1, 2, 1, 1, 3) | leat::partition_unique(3, std::identity(), which)
      | leat::discard();
    leat::testing::simulation sim{p};
    sim.finish();
    BOOST_CHECK_EQUAL(sim.metrics().node("partition_unique").dropped.at("unique"), 2);
  }
}

BOOST_AUTO_TEST_CASE(items_that_cannot_be_copied) {
  leat::pipeline p;
  std::size_t out = 0;
  p | leat::from_values(1, 2, 1, 3) | leat::map([](int x) { return std::make_unique<int>(x); })
    | leat::partition_unique(
      3, [](const std::unique_ptr<int>& x) { return *x; }, leat::keep_last)
    | leat::for_each([&](const std::vector<std::unique_ptr<int>>& part) { out += part.size(); });
  leat::run(p);
  BOOST_CHECK_EQUAL(out, 3);
}

BOOST_AUTO_TEST_CASE(senseless_sizes_are_refused_where_they_are_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::partition_unique(0)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
