// SPDX-License-Identifier: BSD-3-Clause
// For tests of pipelines: the simulation, and what makes short tests short.
#pragma once

#include <leat/collect_into.hpp>
#include <leat/from_range.hpp>
#include <leat/marbles.hpp>
#include <leat/pipe.hpp>
#include <leat/simulation.hpp>
#include <leat/sink_probe.hpp>

#include <utility>
#include <vector>

namespace leat::testing {

/// What comes out of a spec (or of a function of a stream) for these items.
///
///     leat::testing::run(std::vector{1, 2, 3}, leat::map(twice)) == std::vector{2, 4, 6}
template <class Range, class What>
auto run(Range items, What what, simulation_options options = {}) {
  pipeline p;
  auto results = p | from_range(std::move(items)) | std::move(what);
  using result = typename decltype(results)::item_type;
  std::vector<result> out;
  std::move(results) | collect_into(out);
  simulation sim(p, std::move(options));
  sim.finish();
  return out;
}

} // namespace leat::testing
