// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "graph.hpp"
#include <leat/input.hpp>
#include <leat/pipeline.hpp>

#include <map>
#include <vector>

namespace property {

/// What a pipeline of a graph writes and is fed through. Stays where it is while the job runs.
struct ends {
  std::vector<std::vector<token>> arrived;          // at each sink, by vertex
  std::map<std::size_t, leat::input<token>> inputs; // by vertex
};

/// Puts the graph into a pipeline.
void build(const graph& g, leat::pipeline& into, ends& at);

} // namespace property
