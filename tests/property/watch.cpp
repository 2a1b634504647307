// SPDX-License-Identifier: BSD-3-Clause
#include "watch.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <sstream>
#include <string_view>

namespace property {

void require(bool holds, const std::string& otherwise) {
  if (!holds)
    throw violation(otherwise);
}

namespace {

std::string numbers(const leat::node_counters& c) {
  std::ostringstream text;
  text << "in " << c.in << ", out " << c.out << ", given " << c.given << ", held " << c.held;
  for (auto& d : c.dropped)
    text << ", dropped (" << d.reason << ") " << d.items;
  for (auto f : c.failed)
    text << ", failed " << f;
  return text.str();
}

// Operators that give at most one item for each, and count what they drop or keep.
const std::set<std::string_view> one_for_one{
  "map", "tap", "update", "enumerate", "with_time", "pluck", "values", "key_by", "by_key",
  "split", "split_by", "merge", "concat", "pass_through", "loop", "dead_letters"};
const std::set<std::string_view> drops_or_holds{
  "filter", "remove", "skip", "skip_while", "take", "take_while", "first", "slice", "unique",
  "distinct_until_changed", "throttle_first", "debounce", "sample", "latest", "buffer", "delay",
  "rate_limit", "timeout", "map_async"};

bool over(leat::node_state s) {
  return s == leat::node_state::ended || s == leat::node_state::failed;
}

} // namespace

watch::watch(const leat::testing::simulation& of, bool own_pass_on)
  : job_(of), own_pass_on_(own_pass_on), nodes_(of.status()), edges_of_(nodes_.size()) {
  for (auto& node : of.plan().nodes)
    for (auto& outlet : node.outlets)
      for (auto& plan : outlet.edges) {
        const auto at = [&](const std::vector<leat::edge_counters>& all) {
          return static_cast<std::size_t>(
            std::find_if(all.begin(), all.end(), [&](auto& c) { return c.id == plan.id; })
            - all.begin());
        };
        edges_of_[index(plan.from)].push_back(edges_.size());
        edges_of_[index(plan.to)].push_back(edges_.size());
        edges_.push_back({plan, at(nodes_[index(plan.from)].counters.outputs),
                          at(nodes_[index(plan.to)].counters.inputs)});
      }
}

const leat::edge_counters& watch::sender(const edge_ends& e) const {
  return nodes_[index(e.plan.from)].counters.outputs.at(e.output);
}
const leat::edge_counters& watch::receiver(const edge_ends& e) const {
  return nodes_[index(e.plan.to)].counters.inputs.at(e.input);
}

std::string watch::name(const edge_ends& e) const {
  return "edge " + nodes_[index(e.plan.from)].name + " -> " + nodes_[index(e.plan.to)].name + ": ";
}

void watch::look(leat::node_id which) {
  nodes_[index(which)] = job_.status(which);
  check_node(nodes_[index(which)]);
  for (auto e : edges_of_[index(which)])
    check_edge(edges_[e]);
}

void watch::check_edge(const edge_ends& edge) const {
  const auto& s = sender(edge);
  const auto& r = receiver(edge);
  require(s.items >= r.items && s.weight >= r.weight, name(edge) + "more was received than sent");
  const auto used = r.weight - r.in_flight;
  const auto in_flight = s.weight - used;
  const auto items_in_flight = s.items - (r.items - r.waiting);
  require(s.in_flight >= in_flight,
          name(edge) + "the sender takes more for used than the receiver has used");
  require(in_flight <= edge.plan.budget.size() || items_in_flight <= 1,
          name(edge) + std::to_string(in_flight) + " is in flight, the budget is "
            + std::to_string(edge.plan.budget.size()));
}

// in = handled + dropped + failed + held, for the nodes whose operator says what it does with one
// item.
void watch::check_node(const leat::node_status& node) const {
  const auto& c = node.counters;
  const auto& plan = job_.plan().nodes[index(node.id)];
  std::uint64_t taken = 0;
  bool cancelled = false;
  for (auto& e : c.inputs)
    taken += e.items - e.waiting - e.discarded;
  for (auto& e : c.outputs)
    cancelled = cancelled || e.cancelled;
  const auto failed = std::accumulate(c.failed.begin(), c.failed.end(), std::uint64_t{0});
  const auto name = [&] { return "node " + node.name + ": "; };
  require(taken == c.in,
          name() + "its inputs have given " + std::to_string(taken) + ", but " + numbers(c));
  if (plan.steps.size() != 1 || cancelled || over(node.state))
    return;
  std::uint64_t handled = c.out + failed;
  for (auto& d : c.dropped)
    handled += d.items;
  const auto& step = plan.steps[0];
  if (step.on_error.last == leat::error_policy::action::dead_letter)
    handled -= failed; // it went out as a letter
  const std::string_view kind = step.kind;
  if (one_for_one.contains(kind) || drops_or_holds.contains(kind) || (kind == "op" && own_pass_on_))
    require(c.in == handled + c.held, name() + "items are missing: " + numbers(c));
  else if (kind == "from_range" || kind == "input")
    require(c.given == handled, name() + "items are missing: " + numbers(c));
  else if (kind == "zip")
    require(c.in == static_cast<std::uint64_t>(plan.ports) * c.out,
            name() + "items are missing: " + numbers(c));
}

std::string watch::to_text() const {
  std::ostringstream text;
  for (auto& node : nodes_)
    text << "  " << node.name << (over(node.state) ? " (over): " : ": ") << numbers(node.counters)
         << "\n";
  for (auto& edge : edges_) {
    const auto& s = sender(edge);
    const auto& r = receiver(edge);
    text << "  " << name(edge) << "sent " << s.items << " items, " << s.weight << " weight, "
         << s.packets << " packets; received " << r.items << " items, " << r.weight << " weight, "
         << r.packets << " packets; " << r.waiting << " waiting, " << r.in_flight << " unused"
         << (r.cancelled ? ", cancelled" : "") << "\n";
  }
  return text.str();
}

void watch::look_at_end(bool in_full) {
  nodes_ = job_.status();
  for (auto& node : nodes_) {
    require(over(node.state), "node " + node.name + " has not ended");
    check_node(node);
  }
  for (auto& edge : edges_) {
    check_edge(edge);
    const auto& s = sender(edge);
    const auto& r = receiver(edge);
    if (in_full && !r.cancelled)
      require(s.items == r.items && r.discarded == 0 && s.discarded == 0 && r.waiting == 0,
              name(edge) + "what was sent was not all used");
  }
}

} // namespace property
