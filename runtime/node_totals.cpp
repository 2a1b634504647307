// SPDX-License-Identifier: BSD-3-Clause
#include "node_totals.hpp"

#include <algorithm>

namespace leat {

std::vector<std::size_t> totals_by_node(const metrics_snapshot& of) {
  std::vector<std::size_t> all;
  all.reserve(of.nodes.size());
  for (auto& node : of.nodes)
    all.push_back(all.empty() ? 0 : all.back() + (node.instance == 0));
  return all;
}

std::vector<node_totals> sum_instances(const metrics_snapshot& of) {
  const auto place = totals_by_node(of);
  std::vector<node_totals> all(place.empty() ? 0 : place.back() + 1);
  for (std::size_t n = 0; n < of.nodes.size(); ++n) {
    auto& node = of.nodes[n];
    auto& total = all[place[n]];
    total.node = node.node;
    ++total.instances;
    total.in += node.items_in;
    total.given += node.items_given;
    total.out += node.items_out;
    total.held += node.items_held;
    total.restarts += node.restarts;
    for (auto& [op, items] : node.failed)
      total.failed[op] += items;
    for (auto& [reason, items] : node.dropped)
      total.dropped[reason] += items;
    if (!node.state.empty()
        && std::find(total.states.begin(), total.states.end(), node.state) == total.states.end())
      total.states.push_back(node.state);
  }
  for (auto& edge : of.edges) {
    all[place[edge.from_node]].gives = true;
    auto& full = all[place[edge.to_node]].full;
    const auto most = static_cast<double>(edge.budget.size());
    full = std::max(full, static_cast<double>(edge.in_flight) / most);
  }
  return all;
}

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
  std::uint64_t all = 0;
  for (auto& [unused, n] : counts)
    all += n;
  return all;
}

} // namespace leat
