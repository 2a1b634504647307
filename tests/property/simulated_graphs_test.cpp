// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "watch.hpp"

#include <boost/test/unit_test.hpp>

using namespace property;

namespace {
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ // ten times slower
constexpr std::uint64_t graphs = 1000;
#else
constexpr std::uint64_t graphs = 4000;
#endif
} // namespace

BOOST_AUTO_TEST_SUITE(simulated_graphs_test)

BOOST_AUTO_TEST_CASE(thousands_of_graphs_under_three_schedules) {
  coverage seen;
  for (std::uint64_t seed = 0; seed < graphs; ++seed) {
    const limits most = limits_for(seed);
    const graph g = random_graph(seed, most);
    const expectation expected = expect(g, most.handled);
    for (std::uint64_t schedule = 0; schedule < 3; ++schedule)
      try {
        run_simulated(g, expected, 3 * seed + schedule, seen);
      } catch (const violation& v) {
        BOOST_FAIL("violation in graph " << seed << ", schedule " << schedule << ": " << v.what()
                                         << "\n"
                                         << to_text(g));
      }
  }
  BOOST_TEST_MESSAGE(seen.steps << " steps, " << seen.receipts << " receipts, " << seen.finished
                                << " finished, " << seen.failed << " failed, " << seen.stalled
                                << " stalled, " << seen.stopped << " stopped, " << seen.cancelled
                                << " cancelled");
  BOOST_TEST(seen.finished > 2 * graphs); // the rest is rare, but must be there
  BOOST_TEST(seen.failed > graphs / 100);
  BOOST_TEST(seen.stalled > graphs / 20);
  BOOST_TEST(seen.stopped > graphs / 20);
  BOOST_TEST(seen.cancelled > graphs / 20);
  BOOST_TEST(seen.receipts > graphs / 5);
}

BOOST_AUTO_TEST_SUITE_END()
