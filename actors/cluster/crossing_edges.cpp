// SPDX-License-Identifier: BSD-3-Clause
#include "actors/cluster/crossing_edges.hpp"

namespace leat {

std::vector<std::optional<session_id>>
sessions_to_nodes(const job_plan& plan, process_id here, const sessions_by_process& along) {
  std::vector<std::optional<session_id>> all(plan.nodes.size());
  for (auto& node : plan.nodes)
    if (node.process != here)
      if (const auto s = along.find(static_cast<std::uint32_t>(node.process)); s != along.end())
        all[index(node.id)] = s->second;
  return all;
}

std::map<session_id, std::vector<const edge_plan*>>
incoming_edges(const job_plan& plan, process_id here, const sessions_by_process& along) {
  const auto sessions = sessions_to_nodes(plan, here, along);
  std::map<session_id, std::vector<const edge_plan*>> all;
  for (auto& node : plan.nodes)
    if (node.process == here)
      for (auto& edge : node.inputs)
        if (const auto& from = sessions[index(edge.from)])
          all[*from].push_back(&edge);
  return all;
}

} // namespace leat
