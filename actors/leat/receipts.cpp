// SPDX-License-Identifier: BSD-3-Clause
#include <leat/receipts.hpp>

#include <algorithm>

namespace leat {

void receipts::add_nodes(const job_plan& plan) {
  const std::size_t known = nodes_.size();
  nodes_.resize(plan.nodes.size());
  complete_up_to_.resize(plan.nodes.size());
  for (std::size_t n = known; n < nodes_.size(); ++n) {
    nodes_[n].sink = true;
    for (auto& outlet : plan.nodes[n].outlets)
      for (auto& edge : outlet.edges) {
        nodes_[n].sink = false;
        if (edge.back)
          continue;
        nodes_[n].behind.push_back(edge.to);
        nodes_[index(edge.to)].before.push_back(node_id(n));
      }
  }
}

void receipts::ended(node_id which, std::vector<passed_probe> last) {
  nodes_[index(which)].ended = true;
  nodes_[index(which)].last = std::move(last);
}

std::vector<node_id> receipts::take_complete() {
  std::vector<node_id> origins;
  std::erase_if(open_, [&](const auto& entry) {
    auto& [which, state] = entry;
    if (!state.begun || !complete(which, state))
      return false;
    origins.push_back(which.first);
    complete_up_to_[index(which.first)] = which.second;
    return true;
  });
  return origins;
}

bool receipts::complete(const key& which, const state& of) const {
  struct place {
    std::size_t at;
    bool cut_off; // the probe does not come here, as far as this way goes
    auto operator<=>(const place&) const = default;
  };
  std::set<place> seen;
  std::vector<place> next{{index(which.first), false}};
  while (!next.empty()) {
    const place here = next.back();
    next.pop_back();
    if (!seen.insert(here).second)
      continue;
    const node& n = nodes_[here.at];
    if (n.ended) {
      const bool passed_it =
        std::any_of(n.last.begin(), n.last.end(), [&](const passed_probe& p) {
          return p.origin == which.first && p.id >= which.second;
        });
      for (auto to : n.behind)
        next.push_back({index(to), here.cut_off || !passed_it});
    } else if (here.cut_off) {
      if (std::all_of(n.before.begin(), n.before.end(),
                      [&](node_id from) { return nodes_[index(from)].ended; }))
        return false; // it will end by itself
    } else if (n.sink && !of.sinks.contains(node_id(here.at))) {
      return false;
    } else {
      for (auto to : n.behind)
        next.push_back({index(to), false});
    }
  }
  return true;
}

} // namespace leat
