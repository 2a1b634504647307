// SPDX-License-Identifier: BSD-3-Clause
#include "make_metrics.hpp"
#include <leat/diagnosis.hpp>
#include <leat/host.hpp>
#include <leat/metrics.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <stdexcept>

namespace leat {

const node_metrics& metrics_snapshot::node(const std::string& name) const {
  std::string known;
  for (auto& n : nodes) {
    if (n.node == name)
      return n;
    known += (known.empty() ? "" : ", ") + n.node;
  }
  throw std::out_of_range("leat: the job has no node '" + name + "'; it has: " + known);
}

namespace {

/// What the receivers of edges have used up; all of it, where they have ended.
std::map<edge_id, std::uint64_t> used_weights(const std::vector<node_status>& nodes) {
  std::map<edge_id, std::uint64_t> used;
  for (auto& node : nodes) {
    const bool over = node.state == node_state::ended || node.state == node_state::failed;
    for (auto& edge : node.counters.inputs)
      used[edge.id] =
        over ? std::numeric_limits<std::uint64_t>::max() : edge.weight - edge.in_flight;
  }
  return used;
}

} // namespace

metrics_snapshot make_metrics(const job_plan& plan, const std::vector<node_status>& nodes) {
  metrics_snapshot all;
  const auto states = states_in_words(plan, nodes);
  const auto used = used_weights(nodes);
  const auto edges = edges_of(plan);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    auto& counters = nodes[i].counters;
    auto& known = plan.nodes[i];
    node_metrics node{.node = known.name,
                      .instance = known.instance,
                      .items_in = counters.in,
                      .items_out = counters.out,
                      .items_given = counters.given,
                      .items_held = counters.held,
                      .unbounded = std::ranges::any_of(known.steps, &step_plan::unbounded),
                      .restarts = counters.restarts,
                      .failed = {},
                      .dropped = {},
                      .state = states[i]};
    for (std::size_t s = 0; s < counters.failed.size(); ++s)
      node.failed[known.steps[s].name] = counters.failed[s];
    for (auto& drop : counters.dropped)
      node.dropped[drop.reason] = drop.items;
    all.nodes.push_back(std::move(node));
    for (auto& seen : counters.outputs) {
      auto& edge = edges.at(seen.id);
      edge_metrics passed{.from = known.name,
                          .to = plan.nodes[index(edge.to)].name,
                          .from_node = i,
                          .to_node = index(edge.to),
                          .outlet = edge.outlet,
                          .port = edge.port,
                          .budget = edge.budget,
                          .packets = seen.packets,
                          .items = seen.items,
                          .weight = seen.weight,
                          .in_flight = seen.in_flight,
                          .discarded = seen.discarded};
      // The receiver knows earlier what it has used; a sender that has ended hears no more.
      if (auto of = used.find(edge.id); of != used.end())
        passed.in_flight =
          seen.weight - std::clamp(of->second, seen.weight - seen.in_flight, seen.weight);
      all.edges.push_back(std::move(passed));
    }
  }
  return all;
}

} // namespace leat
