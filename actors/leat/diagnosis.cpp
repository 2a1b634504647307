// SPDX-License-Identifier: BSD-3-Clause
#include <leat/diagnosis.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>

namespace leat {

namespace {

std::string label(const job_plan& plan, node_id id) {
  auto& node = plan.nodes[index(id)];
  return node.instances > 1 ? node.name + "[" + std::to_string(node.instance) + "]" : node.name;
}

std::string ordinal(int port) {
  static constexpr const char* words[] = {"first", "second", "third", "fourth", "fifth"};
  return port < 5 ? words[port] : std::to_string(port + 1) + "th";
}

constexpr const char* stuck = "does not answer: a function of it has not come back";

struct wait {
  node_id whom{};
  std::string what; // "room at the input of parse"
};

/// Whom a node waits for. One that lacks room waits for its receiver; one that refuses an input
/// waits for the senders of the inputs that have nothing; one that has nothing at all waits for its
/// senders.
std::vector<wait> waits_of(const job_plan& plan, const std::map<edge_id, edge_plan>& edges,
                           const node_status& node) {
  std::vector<wait> waits;
  for (auto id : node.lacks_room) {
    auto& edge = edges.at(id);
    auto& to = plan.nodes[index(edge.to)];
    const auto name = label(plan, edge.to);
    const auto input =
      to.ports > 1 ? name + "'s " + ordinal(edge.port) + " input" : "the input of " + name;
    waits.push_back({edge.to, "room at " + input});
  }
  if (!waits.empty())
    return waits;
  for (auto id : node.starved) {
    auto& edge = edges.at(id);
    waits.push_back({edge.from, label(plan, edge.from)});
  }
  return waits;
}

bool idle(const node_status& node) {
  return node.state != node_state::working && node.state != node_state::ending;
}

} // namespace

std::map<edge_id, edge_plan> edges_of(const job_plan& plan) {
  std::map<edge_id, edge_plan> edges;
  for (auto& node : plan.nodes)
    for (auto& edge : node.inputs)
      edges.emplace(edge.id, edge);
  return edges;
}

std::string diagnose(const job_plan& plan, const std::vector<node_status>& nodes) {
  const auto edges = edges_of(plan);
  std::map<node_id, std::vector<wait>> waits;
  std::string busy;
  for (auto& node : nodes) {
    if (node.silent)
      busy += (busy.empty() ? "" : "; ") + label(plan, node.id) + " " + stuck;
    if (idle(node) || node.silent)
      continue;
    waits[node.id] = waits_of(plan, edges, node);
    if (!node.text.empty())
      busy += (busy.empty() ? "" : "; ") + label(plan, node.id) + " " + node.text;
  }

  // A cycle of waits, if there is one, begins where a walk comes back to a node of its own path. A
  // node with items that it does not take is told with it, though it stand before the cycle:
  // without it there would be nothing to wait for.
  std::vector<node_id> path;
  std::vector<std::string> said;
  std::set<node_id> done;
  std::string cycle;
  const std::function<bool(node_id)> walk = [&](node_id at) {
    if (const auto again = std::find(path.begin(), path.end(), at); again != path.end()) {
      const bool from_first = std::any_of(nodes.begin(), nodes.end(), [&](auto& n) {
        return n.id == path.front() && !n.refused.empty();
      });
      for (auto i = from_first ? 0 : static_cast<std::size_t>(again - path.begin());
           i < said.size(); ++i)
        cycle += (cycle.empty() ? "" : "; ") + said[i];
      return true;
    }
    if (!done.insert(at).second)
      return false;
    path.push_back(at);
    for (auto& next : waits[at]) {
      said.push_back(label(plan, at) + " waits for " + next.what);
      if (walk(next.whom))
        return true;
      said.pop_back();
    }
    path.pop_back();
    return false;
  };
  for (auto& node : nodes)
    if (!node.refused.empty() && !idle(node) && walk(node.id))
      break;
  for (auto& node : nodes)
    if (cycle.empty() && !idle(node) && walk(node.id))
      break;

  std::string text = cycle;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : "; ") + more; };
  if (cycle.empty())
    for (auto& [who, all] : waits)
      for (auto& next : all)
        add(label(plan, who) + " waits for " + next.what);
  if (!busy.empty())
    add(busy);
  return text.empty() ? "no node waits for another" : text;
}

std::vector<std::string> states_in_words(const job_plan& plan,
                                         const std::vector<node_status>& nodes) {
  const auto edges = edges_of(plan);
  std::vector<std::string> all;
  for (auto& node : nodes) {
    std::string& text = all.emplace_back();
    if (node.silent)
      text = stuck;
    else if (node.state == node_state::ended)
      text = "ended";
    else if (node.state == node_state::failed)
      text = "failed";
    else if (!idle(node)) {
      for (auto& next : waits_of(plan, edges, node))
        text += (text.empty() ? "waits for " : ", ") + next.what;
      if (!node.text.empty())
        text += (text.empty() ? "" : "; ") + node.text;
    }
  }
  return all;
}

bool nothing_can_move(const job_plan& plan, const std::vector<node_status>& first,
                      const std::vector<node_status>& second) {
  std::map<edge_id, std::vector<std::uint64_t>>
    packets; // sent and received, between nodes that have not ended
  for (std::size_t n = 0; n < plan.nodes.size(); ++n) {
    const auto& a = first[n];
    const auto& b = second[n];
    if (a.live || b.live || a.state != b.state || a.counters.in != b.counters.in
        || a.counters.out != b.counters.out)
      return false;
    if (idle(b))
      continue;
    for (auto& edge : b.counters.outputs)
      packets[edge.id].push_back(edge.packets);
    for (auto& edge : b.counters.inputs)
      packets[edge.id].push_back(edge.packets);
    const auto same = [](auto& x, auto& y) {
      return std::equal(x.begin(), x.end(), y.begin(), y.end(), [](auto& e, auto& f) {
        return e.packets == f.packets && e.in_flight == f.in_flight;
      });
    };
    if (!same(a.counters.inputs, b.counters.inputs)
        || !same(a.counters.outputs, b.counters.outputs))
      return false;
  }
  return std::all_of(packets.begin(), packets.end(),
                     [](auto& p) { return p.second.front() == p.second.back(); });
}

} // namespace leat
