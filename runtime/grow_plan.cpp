// SPDX-License-Identifier: BSD-3-Clause
#include "grow_plan.hpp"

#include <leat/outlet.hpp>

#include <boost/core/demangle.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace leat {

namespace {

/// Moves the numbers of a plan behind those of another one.
class renumbering {
 public:
  explicit renumbering(const job_plan& behind)
    : nodes_(behind.nodes.size()), components_(behind.components.size()) {
    for (auto& node : behind.nodes)
      for (auto& edge : node.inputs)
        edges_ = std::max(edges_, index(edge.id) + 1);
  }

  void apply(job_plan& to) const {
    for (auto& node : to.nodes) {
      move(node.id);
      move(node.head_of);
      for (auto& edge : node.inputs)
        move(edge);
      for (auto& outlet : node.outlets)
        for (auto& edge : outlet.edges)
          move(edge);
      for (auto& reach : node.reach) {
        move(reach.origin);
        for (auto& id : reach.edges)
          move(id);
      }
    }
    for (auto& component : to.components) {
      component.id = component_id(index(component.id) + components_);
      for (auto& head : component.heads)
        move(head);
    }
  }
  /// The nth that was free when the others had been moved.
  [[nodiscard]] edge_id free_edge(const job_plan& moved, std::size_t n) const {
    std::size_t used = edges_;
    for (auto& node : moved.nodes)
      for (auto& edge : node.inputs)
        used = std::max(used, index(edge.id) + 1);
    return edge_id(used + n);
  }

 private:
  void move(node_id& id) const { id = node_id(index(id) + nodes_); }
  void move(edge_id& id) const { id = edge_id(index(id) + edges_); }
  void move(std::optional<component_id>& id) const {
    if (id)
      id = component_id(index(*id) + components_);
  }
  void move(edge_plan& edge) const {
    move(edge.id);
    move(edge.from);
    move(edge.to);
    move(edge.inside);
    move(edge.leads_into);
  }

  std::size_t nodes_, components_, edges_ = 0;
};

[[noreturn]] void refuse(const detail::branch_request& by, const std::string& why) {
  throw std::invalid_argument("leat: job.attach: '" + std::string(by.stream) + "' " + why);
}

std::string fused_into(const std::string& node) {
  return "gives no stream of its own: it is fused into '" + node
    + "'; make it the end of a named stream (auto s = p | ...) or write .own_actor()";
}

/// The instances that give the stream.
std::vector<node_id> givers(const job_plan& running, const detail::branch_request& by) {
  std::vector<node_id> found;
  std::string known;
  for (auto& node : running.nodes) {
    if (node.instance == 0 && !node.outlets.empty())
      known += (known.empty() ? "'" : ", '") + node.steps.back().name + "'";
    for (auto& step : node.steps) {
      if (step.name != by.stream)
        continue;
      if (&step != &node.steps.back())
        refuse(by, fused_into(node.name));
      found.push_back(node.id);
    }
  }
  if (found.empty())
    refuse(by, "is no stream of this job; there are " + known);
  auto& outlets = running.nodes[index(found[0])].outlets;
  const std::size_t o = by.options.outlet;
  if (o >= outlets.size())
    refuse(by, "has no outlet " + std::to_string(o) + ", only " + std::to_string(outlets.size()));
  auto& outlet = outlets[o];
  if (outlet.edges.empty())
    return found;
  // Ordered instances are gathered before anyone sees what they give.
  auto& reader = running.nodes[index(outlet.edges[0].to)];
  return reader.gathers ? std::vector{reader.id} : found;
}

void require_items(const detail::branch_request& by, const outlet_plan& outlet) {
  const auto& given = outlet.make()->item_type();
  const auto name = [](const std::type_info& type) { return boost::core::demangle(type.name()); };
  if (given != by.item)
    refuse(by, "gives " + name(given) + " items, but the branch takes " + name(by.item));
}

/// The way from the nodes with one instance to the givers.
void find_way(const job_plan& running, branch_point& to, std::vector<node_id> givers) {
  std::set<node_id> seen(givers.begin(), givers.end());
  if (givers.size() == 1) {
    to.begins_at = std::move(givers);
    return;
  }
  while (!givers.empty()) {
    auto& node = running.nodes[index(givers.back())];
    givers.pop_back();
    for (auto& edge : node.inputs) {
      to.way.push_back(edge.id);
      if (!seen.insert(edge.from).second)
        continue;
      if (running.nodes[index(edge.from)].instances == 1)
        to.begins_at.push_back(edge.from);
      else
        givers.push_back(edge.from);
    }
  }
  std::ranges::sort(to.way);
}

std::string free_prefix(const job_plan& running, const std::string& wanted) {
  const auto used = [&](const std::string& prefix) {
    return std::ranges::any_of(running.nodes, [&](const node_plan& node) {
      return node.name.starts_with(prefix + "/");
    });
  };
  std::string prefix = wanted.empty() ? "branch" : wanted;
  for (int n = 2; used(prefix); ++n)
    prefix = (wanted.empty() ? "branch" : wanted) + "#" + std::to_string(n);
  return prefix;
}

void put_before_names(job_plan& branch, const std::string& prefix) {
  for (auto& node : branch.nodes) {
    node.name.clear();
    for (auto& step : node.steps) {
      step.name = prefix + "/" + step.name;
      node.name += (node.name.empty() ? "" : " | ") + step.name;
    }
  }
  for (auto& component : branch.components)
    component.name = prefix + "/" + component.name;
}

} // namespace

grown_plan grow_plan(const job_plan& running, branch_id id, const detail::branch_request& by,
                     const plan_options& options) {
  const auto from = givers(running, by);
  const bool gathered = running.nodes[index(from[0])].gathers;
  const std::size_t o = gathered ? 0 : by.options.outlet;
  require_items(by, running.nodes[index(from[0])].outlets[o]);

  job_plan added = make_plan(*by.graph, options);
  const renumbering moved(running);
  moved.apply(added);
  const auto prefix = free_prefix(running, by.options.name);
  put_before_names(added, prefix);

  auto& first = added.nodes[0];
  auto point = std::make_shared<branch_point>();
  for (auto sender : from)
    point->edges.push_back({.id = moved.free_edge(added, point->edges.size()),
                            .from = sender,
                            .to = first.id,
                            .outlet = o,
                            .attached = true});
  first.inputs = point->edges;
  find_way(running, *point, from);

  grown_plan grown{running, {id, prefix, first.id, added.nodes.size(), by.options.isolated, point}};
  std::ranges::move(added.nodes, std::back_inserter(grown.whole.nodes));
  std::ranges::move(added.components, std::back_inserter(grown.whole.components));
  return grown;
}

} // namespace leat
