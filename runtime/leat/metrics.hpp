// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/budget.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace leat {

/// What one node instance has seen so far.
struct node_metrics {
  std::string node;
  std::size_t instance = 0;
  std::uint64_t items_in = 0;
  std::uint64_t items_out = 0;
  std::uint64_t items_given = 0;                ///< made by a source
  std::uint64_t items_held = 0;                 ///< taken in, to be given out later
  bool unbounded = false;                       ///< an operator of it keeps all keys it sees
  std::uint64_t restarts = 0;                   ///< after crashes
  std::map<std::string, std::uint64_t> failed;  ///< by operator
  std::map<std::string, std::uint64_t> dropped; ///< by reason
  /// What it does or waits for: "waits for numbers", "ended"; "" if there is nothing to say.
  std::string state;
};

/// What one edge has carried so far.
struct edge_metrics {
  std::string from;
  std::string to;
  std::size_t from_node = 0; ///< the sender, as an index of `metrics_snapshot::nodes`
  std::size_t to_node = 0;   ///< the receiver
  std::size_t outlet = 0;    ///< of the sender
  int port = 0;              ///< of the receiver
  leat::budget budget{};     ///< the most that may be in flight
  std::uint64_t packets = 0;
  std::uint64_t items = 0;
  std::uint64_t weight = 0;    ///< in the unit of its budget
  std::uint64_t in_flight = 0; ///< sent and not yet used up
  std::uint64_t discarded = 0; ///< came after the receiver had cancelled
};

/// The counters of a job at one moment.
struct metrics_snapshot {
  std::vector<node_metrics> nodes;
  std::vector<edge_metrics> edges;

  /// The first instance of a node; throws `std::out_of_range` with the names there are.
  [[nodiscard]] const node_metrics& node(const std::string& name) const;
};

} // namespace leat
