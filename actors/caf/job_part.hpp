// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/messages.hpp"
#include "actors/caf/packet_routes.hpp"
#include "actors/cluster/crossing_edges.hpp"

#include <map>
#include <memory>
#include <vector>

namespace leat::shell {

/// What one process has of a job that runs in several.
struct job_part {
  job_id id{};
  std::shared_ptr<const job_plan> plan{};
  process_id here{};
  sessions_by_process along{};
  peers nodes{};            // all of the job, links for those elsewhere; null until they are made
  caf::actor coordinator{}; // or the link to it
  std::vector<caf::actor> links{};
  std::map<edge_id, edge_plan> edges{};

  /// How packets leave the nodes that are here.
  [[nodiscard]] std::shared_ptr<const packet_routes> ways_out(const session_carrier& by) const;
  /// Packets from elsewhere reach the nodes that are here.
  void let_in(const session_registry& sessions) const;
  /// Ends the links, and what `let_in` has begun.
  void close(const session_registry& sessions) const;
  /// Credits, cancels, commands and reports; true if it was one of them. What is for no node of
  /// this process is late, or forged, and ignored.
  bool deliver(order& what) const;

 private:
  [[nodiscard]] const caf::actor* local(node_id node) const;
  [[nodiscard]] const caf::actor* sender(edge_id along) const;
};

} // namespace leat::shell
