// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/metrics.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace leat {

/// What all instances of a node have seen together.
struct node_totals {
  std::string node;
  std::size_t instances = 0;
  std::uint64_t in = 0;
  std::uint64_t given = 0; // made by a source
  std::uint64_t out = 0;
  std::uint64_t held = 0;
  std::uint64_t restarts = 0;
  std::map<std::string, std::uint64_t> failed;  // by operator
  std::map<std::string, std::uint64_t> dropped; // by reason
  std::vector<std::string> states;              // each once
  double full = 0;                              // of the fullest input: in flight / budget
  bool gives = false;                           // it has outputs
};

/// In the order of the snapshot, which has the instances of a node one after another.
[[nodiscard]] std::vector<node_totals> sum_instances(const metrics_snapshot& of);
/// For each node of the snapshot, the index of its totals.
[[nodiscard]] std::vector<std::size_t> totals_by_node(const metrics_snapshot& of);
[[nodiscard]] std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts);

} // namespace leat
