// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/graph.hpp>
#include <leat/plan.hpp>

#include <stdexcept>
#include <string>
#include <vector>

namespace leat {

/// Everything that is wrong with a graph, found before anything runs.
class pipeline_error : public std::runtime_error {
 public:
  explicit pipeline_error(std::vector<std::string> faults);
  [[nodiscard]] const std::vector<std::string>& faults() const noexcept { return faults_; }

 private:
  std::vector<std::string> faults_;
};

struct plan_options {
  bool fuse = true;               // consecutive element-wise operators share an actor
  std::string spill_to;           // folder for what does not fit into memory
  std::size_t chunk_items = 1024; // the most that travel together
};

/// Turns a graph into nodes and edges: fuses runs, makes parallel instances and what deals to and
/// gathers from them, finds loops that end together. Throws `pipeline_error` with all faults.
[[nodiscard]] job_plan make_plan(const graph& of, plan_options options);

/// Notes at each node on which inputs a probe that begins at `origin` has to come: those that it
/// reaches without going over a back edge.
void add_reach(job_plan& plan, node_id origin);

} // namespace leat
