// SPDX-License-Identifier: BSD-3-Clause
#include "placement.hpp"

#include <leat/planner.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace leat {

namespace {
constexpr budget between_processes = bytes(std::size_t{1024} * 1024);
constexpr std::size_t items_between_processes = 8192; // a message each costs more there

/// The processes of all instances of a node.
std::set<process_id> processes_of(const job_plan& plan, const node_plan& node) {
  std::set<process_id> all;
  for (std::size_t i = 0; i < node.instances; ++i)
    all.insert(plan.nodes[index(node.id) - node.instance + i].process);
  return all;
}

/// What may go to any instance goes to one in the same process, if every process that has some gets
/// its items so. Gives the edges that are left unused.
std::set<edge_id> edges_to_spare(const job_plan& plan) {
  std::set<edge_id> spare;
  for (auto& node : plan.nodes)
    for (auto& outlet : node.outlets) {
      if (outlet.how != routing::deal || outlet.in_turn)
        continue;
      const auto here = processes_of(plan, node);
      const auto there = processes_of(plan, plan.nodes[index(outlet.edges[0].to)]);
      if (!there.contains(node.process)
          || !std::includes(here.begin(), here.end(), there.begin(), there.end()))
        continue;
      for (auto& edge : outlet.edges)
        if (plan.nodes[index(edge.to)].process != node.process)
          spare.insert(edge.id);
    }
  return spare;
}

void remove_edges(job_plan& plan, const std::set<edge_id>& which) {
  if (which.empty())
    return;
  const auto is_removed = [&](const edge_plan& edge) { return which.contains(edge.id); };
  std::set<node_id> origins; // of probes, which find other ways then
  for (auto& node : plan.nodes) {
    for (auto& edge : node.inputs)
      if (is_removed(edge) && edge.leads_into)
        --plan.components[index(*edge.leads_into)].outer_edges;
    std::erase_if(node.inputs, is_removed);
    for (auto& outlet : node.outlets)
      std::erase_if(outlet.edges, is_removed);
    for (auto& reach : std::exchange(node.reach, {}))
      origins.insert(reach.origin);
  }
  for (const auto origin : origins)
    add_reach(plan, origin);
}

bool has(const std::vector<std::string>& labels, const std::string& label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}
} // namespace

std::vector<std::uint32_t> place_nodes(const job_plan& plan, const worker_labels& workers) {
  std::vector<std::string> faults;
  std::vector<std::uint32_t> placement;
  for (auto& node : plan.nodes) {
    std::vector<std::uint32_t> may;
    for (std::uint32_t w = 0; w < workers.size(); ++w)
      if (workers[w] && (node.label.empty() || has(*workers[w], node.label)))
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
  remove_edges(plan, edges_to_spare(plan));
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
      for (auto& edge : outlet.edges) {
        prepare(edge);
        if (plan.nodes[index(edge.from)].process != plan.nodes[index(edge.to)].process)
          outlet.chunk_items = std::max(outlet.chunk_items, items_between_processes);
      }
  }
  if (!faults.empty())
    throw pipeline_error({faults.begin(), faults.end()});
}

} // namespace leat
