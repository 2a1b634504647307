// SPDX-License-Identifier: BSD-3-Clause
// Linked with an engine that has a fault. Ends well when the random graphs find it.
#include "runs.hpp"
#include "watch.hpp"

#include <cstdio>

using namespace property;

int main() {
  coverage seen;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) { // as in simulated_graphs_test
    const limits most = limits_for(seed);
    const graph g = random_graph(seed, most);
    const expectation expected = expect(g, most.handled);
    for (std::uint64_t schedule = 0; schedule < 3; ++schedule)
      try {
        run_simulated(g, expected, 3 * seed + schedule, seen);
      } catch (const violation& v) {
        std::printf("graph %u: %s\n%s", static_cast<unsigned>(seed), v.what(), to_text(g).c_str());
        return 0;
      }
  }
  std::puts("1,000 random graphs have not found the fault");
  return 1;
}
