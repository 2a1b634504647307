// SPDX-License-Identifier: BSD-3-Clause
// Every operator as a step from numbers to numbers: made with the operator, and interpreted as
// SEMANTICS says it, independently.
//
// Where the result is up to the schedule by nature, a step makes of it what the rules promise:
// of a merge each branch's order, as a hash per branch; of racing combine_latest, latest, and
// dropping buffers the last item, which always arrives. Steps that look at their input's order
// stand behind no step that loses it; what comes out unordered is compared as a multiset. On actors
// the clock is the wall's: there time steps only have durations that make it immaterial, far longer
// than a run or too short to matter. What the clock decides runs in the simulation alone, with
// items spaced in virtual time.
#pragma once

#include "flow.hpp"
#include <leat/pipeline.hpp>

#include <cstddef>
#include <vector>

namespace random_pipelines {

using ints = leat::stream<int>;

struct parameters {
  std::size_t n = 0, m = 0; // any number; a step takes what it can from it
  duration time{};          // positive
};

/// Where a step is put.
struct site {
  leat::pipeline& pipeline;
  ints in;
  parameters with;
};

enum class clock {
  immaterial, // the step does not look at it
  window,     // without virtual time `time` is longer than any run
  shift,      // without virtual time `time` is too short to matter
  virtual_only,
  never_virtual, // results come at times of the schedule's
};

enum class input_order { matters,
                         immaterial };

struct step {
  const char* name;
  ints (*build)(site);
  flow (*interpret)(flow, const parameters&);
  input_order order = input_order::matters;
  clock time = clock::immaterial;
};

std::vector<step> item_steps();
std::vector<step> call_steps();
std::vector<step> group_steps();
std::vector<step> keyed_steps();
std::vector<step> stream_steps();
std::vector<step> time_steps();

} // namespace random_pipelines
