// SPDX-License-Identifier: BSD-3-Clause
#include "make_metrics.hpp"
#include <leat/host.hpp>
#include <leat/metrics.hpp>

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

metrics_snapshot make_metrics(const job_plan& plan, const std::vector<node_status>& nodes) {
  metrics_snapshot all;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    auto& counters = nodes[i].counters;
    auto& known = plan.nodes[i];
    node_metrics node{.node = known.name,
                      .instance = known.instance,
                      .items_in = counters.in,
                      .items_out = counters.out,
                      .items_given = counters.given,
                      .items_held = counters.held,
                      .failed = {},
                      .dropped = {}};
    for (std::size_t s = 0; s < counters.failed.size(); ++s)
      node.failed[known.steps[s].name] = counters.failed[s];
    for (auto& drop : counters.dropped)
      node.dropped[drop.reason] = drop.items;
    all.nodes.push_back(std::move(node));
    std::size_t e = 0;
    for (auto& outlet : known.outlets)
      for (auto& edge : outlet.edges)
        if (e < counters.outputs.size()) {
          auto& seen = counters.outputs[e++];
          all.edges.push_back({known.name, plan.nodes[index(edge.to)].name, seen.packets,
                               seen.items, seen.weight, seen.in_flight, seen.discarded});
        }
  }
  return all;
}

} // namespace leat
