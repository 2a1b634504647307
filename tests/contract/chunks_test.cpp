// SPDX-License-Identifier: BSD-3-Clause
// Results never depend on how items were grouped into chunks, on fusing or on the schedule.
#include "checked.hpp"
#include "feed.hpp"
#include "tests/property/watch.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace contract;
using leat::testing::simulation_options;

namespace {

void must_be_as(const std::string& check, const probe_case& what,
                const simulation_options& options, const std::vector<shown>& expected,
                const std::string& how) {
  const auto got = comparable(what, feed(what, options).out);
  const auto place = name_of(what) + " " + how + " gives ";
  CONTRACT_CHECK(check, what.header, got == expected,
                 place << text_of(got) << " and not " << text_of(expected));
}

} // namespace

BOOST_AUTO_TEST_SUITE(chunks_test)

BOOST_AUTO_TEST_CASE(chunks_fusing_and_schedules_change_nothing) {
  for (const probe_case& what : probe_cases()) {
    const auto expected = comparable(what, feed(what, {}).out);
    BOOST_CHECK_MESSAGE(!expected.empty(), name_of(what) << " gives nothing");
    for (const bool fuse : {true, false}) {
      for (const std::size_t size : {1U, 2U, 7U, 1024U})
        must_be_as("chunks", what, {.seed = size, .fuse = fuse, .chunk_items = size}, expected,
                   "in chunks of " + std::to_string(size));
      for (unsigned seed = 1; seed <= 10; ++seed)
        must_be_as("schedule", what, {.seed = seed, .fuse = fuse}, expected,
                   "with seed " + std::to_string(seed));
    }
  }
}

BOOST_AUTO_TEST_CASE(empty_chunks_change_nothing) {
  for (const probe_case& what : probe_cases()) {
    const auto expected = comparable(what, feed(what, {}).out);
    for (unsigned seed = 1; seed <= 4; ++seed)
      must_be_as("empty_chunks", what,
                 {.seed = seed, .fuse = seed % 2 == 0, .empty_chunks = true}, expected,
                 "with chunks of nothing");
  }
}

BOOST_AUTO_TEST_CASE(the_end_comes_once_and_last) {
  for (const probe_case& what : probe_cases())
    for (unsigned seed = 1; seed <= 4; ++seed) {
      const auto result = feed(what, {.seed = seed, .fuse = seed % 2 == 0});
      CONTRACT_CHECK("end", what.header, result.ends == 1,
                     name_of(what) << " ends " << result.ends << " times");
      BOOST_CHECK_MESSAGE(!result.items_after_end, name_of(what) << " goes on after its end");
    }
}

BOOST_AUTO_TEST_CASE(no_edge_is_overdrawn_and_no_item_is_missing) {
  for (const probe_case& what : probe_cases())
    for (unsigned seed = 1; seed <= 4; ++seed) {
      std::optional<property::watch> watch;
      std::size_t looked = 0;
      const auto look_on = [&](probe_trial& t) {
        watch.emplace(*t.sim, false);
        t.sim->after_each_step([&](std::optional<leat::node_id> node) {
          ++looked;
          if (node)
            watch->look(*node);
        });
      };
      try {
        feed(what, {.seed = seed, .fuse = false}, look_on, [&] { watch->look_at_end(true); });
        CONTRACT_CHECK("edges", what.header, looked > 5U, name_of(what) << " was not watched");
      } catch (const property::violation& broken) {
        BOOST_ERROR(name_of(what) << ": " << broken.what());
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
