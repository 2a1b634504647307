// SPDX-License-Identifier: BSD-3-Clause
#include "placement.hpp"

#include <leat/planner.hpp>

#include <algorithm>
#include <set>

namespace leat {

namespace {
constexpr budget between_processes = bytes(std::size_t{1024} * 1024);
} // namespace

std::vector<std::uint32_t> place_nodes(const job_plan& plan,
                                       const std::vector<std::vector<std::string>>& labels) {
  std::vector<std::string> faults;
  std::vector<std::uint32_t> placement;
  for (auto& node : plan.nodes) {
    std::vector<std::uint32_t> may;
    for (std::uint32_t w = 0; w < labels.size(); ++w)
      if (node.label.empty()
          || std::find(labels[w].begin(), labels[w].end(), node.label) != labels[w].end())
        may.push_back(w + 1);
    const bool leaves = !node.at_coordinator && (node.instances > 1 || !node.label.empty());
    if (!node.label.empty() && node.instance == 0) {
      if (node.at_coordinator)
        faults.push_back("'" + node.name + "' never leaves the coordinator; leave out .placed_on");
      else if (may.empty())
        faults.push_back("no worker has the label '" + node.label + "' that '" + node.name
                         + "' is placed on; start one with --label " + node.label);
    }
    placement.push_back(leaves && !may.empty() ? may[node.instance % may.size()] : 0);
  }
  if (!faults.empty())
    throw pipeline_error(std::move(faults));
  return placement;
}

void apply_placement(job_plan& plan, const std::vector<std::uint32_t>& placement) {
  std::set<std::string> faults;
  for (auto& node : plan.nodes)
    node.process = process_id(placement.at(index(node.id)));
  const auto prepare = [&](edge_plan& edge) {
    auto& from = plan.nodes[index(edge.from)];
    auto& to = plan.nodes[index(edge.to)];
    if (from.process == to.process)
      return;
    if (!edge.items)
      faults.insert("the items from '" + from.name + "' to '" + to.name
                    + "' can't go to another process; give their type a serialize function (see "
                      "<leat/codec.hpp>)");
    if (edge.default_budget)
      edge.budget = between_processes;
  };
  for (auto& node : plan.nodes) {
    for (auto& edge : node.inputs)
      prepare(edge);
    for (auto& outlet : node.outlets)
      for (auto& edge : outlet.edges)
        prepare(edge);
  }
  if (!faults.empty())
    throw pipeline_error({faults.begin(), faults.end()});
}

} // namespace leat
