// SPDX-License-Identifier: BSD-3-Clause
#include "budget_watch.hpp"

#include <algorithm>
#include <vector>

namespace {

template <class Edge>
leat::edge_counters counters_of(const std::vector<Edge>& all, leat::edge_id which) {
  return std::find_if(all.begin(), all.end(), [&](auto& e) { return e.plan.id == which; })
    ->counters();
}

} // namespace

void budget_watch::sent(const leat::edge_plan& along, const leat::data_packet& what,
                        const leat::node_core& sender, const leat::node_core* receiver) {
  const auto s = counters_of(sender.outputs(), along.id);
  const auto budget = along.budget.size();
  const bool alone = s.in_flight == what.weight && what.items.size() == 1;
  const auto fail = [&](const std::string& why) {
    if (fault_.empty())
      fault_ = "edge " + std::to_string(index(along.id)) + " behind '" + sender.plan().name
        + "': " + why;
  };
  if (s.in_flight > budget && !alone)
    fail(std::to_string(s.in_flight) + " is in flight, the budget is " + std::to_string(budget));
  if (!receiver)
    return;
  const auto r = counters_of(receiver->inputs(), along.id);
  const auto used = r.weight - r.in_flight;
  if (s.weight - s.in_flight > used) // what really is in flight is no more than the sender thinks
    fail("the sender takes more for used than the receiver has used");
  if (s.weight - used >= budget - along.budget.quarter())
    ++full_;
}
