// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "watch.hpp"

#include <boost/test/unit_test.hpp>

using namespace property;

BOOST_AUTO_TEST_SUITE(actor_graphs_test)

BOOST_AUTO_TEST_CASE(graphs_on_actors) {
  const limits most{.vertices = 14, .items = 24};
  coverage seen;
  for (std::uint64_t seed = 5000; seed < 5100; ++seed) {
    const graph g = random_graph(seed, most);
    try {
      run_on_actors(g, expect(g, most.handled), seed % 2 == 0, seen);
    } catch (const violation& v) {
      BOOST_FAIL("violation in graph " << seed << " on actors: " << v.what() << "\n"
                                       << to_text(g));
    }
  }
  BOOST_TEST(seen.finished > 50U);
}

BOOST_AUTO_TEST_SUITE_END()
