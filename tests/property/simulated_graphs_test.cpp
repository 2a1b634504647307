// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "watch.hpp"

#include <boost/test/unit_test.hpp>

using namespace property;

BOOST_AUTO_TEST_SUITE(simulated_graphs_test)

BOOST_AUTO_TEST_CASE(thousands_of_graphs_under_three_schedules) {
  coverage seen;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
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
  BOOST_TEST(seen.finished > 8000U); // the rest is rare, but must be there
  BOOST_TEST(seen.failed > 40U);
  BOOST_TEST(seen.stalled > 200U);
  BOOST_TEST(seen.stopped > 200U);
  BOOST_TEST(seen.cancelled > 200U);
  BOOST_TEST(seen.receipts > 800U);
}

BOOST_AUTO_TEST_SUITE_END()
