// SPDX-License-Identifier: BSD-3-Clause
#include "picture.hpp"

#include "node_totals.hpp"
#include <leat/vertex.hpp>

#include <algorithm>
#include <map>
#include <tuple>

namespace leat {

namespace {

picture::shape shape_of(const vertex& v) {
  switch (v.kind) {
  case node_kind::loop_head:
    return picture::shape::loop_head;
  case node_kind::letters:
    return picture::shape::letters;
  case node_kind::operators:
    break;
  }
  return picture::shape::plain;
}

/// What runs the node, unless it is one actor with one operator.
std::string actors_of(const vertex& v) {
  const bool blocking =
    std::any_of(v.steps.begin(), v.steps.end(), [](auto* step) { return step->options.blocking; });
  if (v.parallel > 1)
    return std::to_string(v.parallel) + (blocking ? " threads" : " actors")
      + (v.ordered ? ", in order" : "");
  if (blocking)
    return "a thread of its own";
  return v.steps.size() > 1 ? "one actor" : "";
}

/// The operator that items, or its dead letters, leave through this outlet.
std::size_t operator_at(const vertex& v, std::size_t outlet) {
  for (std::size_t s = 0; v.letters[outlet] && s < v.steps.size(); ++s)
    if (v.steps[s]->make_letters && v.letters_outlet_of_step[s] == outlet)
      return s;
  return v.names.size() - 1;
}

void add_if_any(std::vector<std::string>& to, std::uint64_t n, const char* what) {
  if (n > 0)
    to.push_back(std::to_string(n) + " " + what);
}

void add_if_any(std::vector<std::string>& to, const char* what,
                const std::map<std::string, std::uint64_t>& counts) {
  std::string line;
  for (auto& [name, n] : counts)
    if (n > 0)
      line += (line.empty() ? std::string(what) + ": " : ", ") + name + " " + std::to_string(n);
  if (!line.empty())
    to.push_back(std::move(line));
}

/// What all instances of an edge have carried.
struct edge_totals {
  std::uint64_t items = 0, in_flight = 0, budget = 0, discarded = 0;
  unit in = unit::items;
};

} // namespace

picture picture_of(const graph& of, bool fuse) {
  std::vector<std::string> faults;
  topology t = make_topology(of, fuse, faults);
  find_components(t, faults);
  add_dealers(t);

  picture p;
  for (auto& v : t.vertices) {
    auto& node = p.nodes.emplace_back();
    node.drawn_as = shape_of(v);
    node.operators = v.names;
    if (auto text = actors_of(v); !text.empty())
      node.remarks.push_back(std::move(text));
  }
  for (auto& link : t.links) {
    auto& from = t.vertices[link.from];
    auto& edge = p.edges.emplace_back();
    edge.from = link.from;
    edge.from_operator = operator_at(from, link.outlet);
    edge.outlet = link.outlet;
    edge.to = link.to;
    edge.port = link.port;
    edge.back = link.back;
    if (from.letters[link.outlet])
      edge.remarks.emplace_back("dead letters");
    if (t.vertices[link.to].ports > 1)
      edge.remarks.push_back("input " + std::to_string(link.port + 1));
  }
  if (!faults.empty())
    p.nodes.push_back({picture::shape::fault, {"the pipeline cannot run"}, std::move(faults)});
  return p;
}

void add_numbers(picture& to, const metrics_snapshot& counted) {
  const auto nodes = sum_instances(counted);
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    auto& seen = nodes[n];
    auto& remarks = to.nodes[n].remarks;
    std::string line = std::to_string(seen.given + seen.in) + (seen.given > 0 ? " made" : " in");
    if (seen.gives)
      line += ", " + std::to_string(seen.out) + " out";
    remarks.push_back(std::move(line));
    add_if_any(remarks, seen.held, "held");
    add_if_any(remarks, "dropped", seen.dropped);
    add_if_any(remarks, "failed", seen.failed);
  }

  const auto place = totals_by_node(counted);
  std::map<std::tuple<std::size_t, std::size_t, std::size_t, int>, edge_totals> edges;
  for (auto& edge : counted.edges) {
    auto& seen = edges[{place[edge.from_node], edge.outlet, place[edge.to_node], edge.port}];
    seen.items += edge.items;
    seen.in_flight += edge.in_flight;
    seen.budget += edge.budget.size();
    seen.discarded += edge.discarded;
    seen.in = edge.budget.in();
  }
  for (auto& edge : to.edges) {
    auto& seen = edges[{edge.from, edge.outlet, edge.to, edge.port}];
    edge.remarks.push_back(std::to_string(seen.items) + (seen.items == 1 ? " item" : " items"));
    if (seen.in_flight > 0)
      edge.remarks.push_back(std::to_string(seen.in_flight) + " of " + std::to_string(seen.budget)
                             + (seen.in == unit::bytes ? " bytes" : "") + " in flight");
    add_if_any(edge.remarks, seen.discarded, "discarded");
  }
}

} // namespace leat
