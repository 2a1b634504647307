// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "graph.hpp"
#include "model.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace property {

/// What was seen, for the test to make sure that it tests something.
struct coverage {
  std::size_t steps = 0;
  std::size_t receipts = 0;
  std::size_t finished = 0, failed = 0, stalled = 0, stopped = 0, cancelled = 0;
};

/// Runs the graph in the simulation; throws `violation`. The seed decides on the schedule, faults,
/// pushes, stops.
void run_simulated(const graph& g, const expectation& expected, std::uint64_t seed, coverage& seen);

/// Runs it on actors.
void run_on_actors(const graph& g, const expectation& expected, bool fused, coverage& seen);

} // namespace property
