// SPDX-License-Identifier: BSD-3-Clause
#include <leat/planner.hpp>
#include <leat/vertex.hpp>

#include <algorithm>
#include <deque>
#include <utility>

namespace leat {

namespace {

std::string joined(const std::vector<std::string>& faults) {
  std::string text = "the pipeline cannot run:";
  for (auto& fault : faults)
    text += "\n  - " + fault;
  return text;
}

std::optional<budget> budget_of(const vertex& from, const vertex& to) {
  for (auto* step : to.steps)
    if (step->options.budget)
      return step->options.budget;
  if (!from.steps.empty())
    return from.steps.back()->budget_behind;
  return {};
}

node_plan plan_vertex(const vertex& v, std::size_t instance) {
  node_plan plan;
  plan.instance = instance;
  plan.instances = v.parallel;
  plan.ports = static_cast<int>(v.ports);
  plan.gathers = v.gathers;
  for (std::size_t s = 0; s < v.steps.size(); ++s) {
    auto& step = *v.steps[s];
    plan.name += (s == 0 ? "" : " | ") + v.names[s];
    plan.steps.push_back({v.names[s], step.kind, step.options.where, step.options.on_error,
                          v.letters_outlet_of_step[s], step.unbounded});
    plan.blocking = plan.blocking || step.options.blocking;
    plan.at_coordinator = plan.at_coordinator || step.one_instance;
    if (!step.options.label.empty())
      plan.label = step.options.label;
    if (step.options.on_crash)
      plan.on_crash = step.options.on_crash;
  }
  plan.renewable = v.kind == node_kind::operators && !v.steps.empty()
    && std::ranges::all_of(v.steps, [](auto* step) {
                     return !step->one_instance && step->fault_of_making_again().empty();
                   });
  if (v.steps.empty()) {
    plan.name = v.names[0];
    plan.steps.push_back({v.names[0], "pass_through", {}, {}, 0});
  }
  for (std::size_t o = 0; o < v.outlets.size(); ++o) {
    auto& outlet = plan.outlets.emplace_back();
    outlet.make = v.outlets[o];
    outlet.letters = v.letters[o];
  }
  std::vector<std::shared_ptr<kept_step>> steps;
  steps.reserve(v.steps.size());
  for (auto* step : v.steps)
    steps.push_back(step->step);
  plan.captured = [steps, made_by = v.make] { // which tells the types of its functions
    std::string all(reinterpret_cast<const char*>(&made_by), sizeof made_by);
    for (auto& step : steps) {
      all += step->image();
      all.resize((all.size() + alignof(void*) - 1) / alignof(void*) * alignof(void*));
    }
    return all;
  };
  plan.make = [make = v.make, steps = std::move(steps)] {
    std::vector<kept_step*> plain;
    for (auto& step : steps)
      plain.push_back(step.get());
    return make(plain);
  };
  return plan;
}

/// Multiplies vertices into instances and links into edges.
class expansion {
 public:
  expansion(const topology& t, std::size_t components) : topology_(t) {
    for (std::size_t c = 0; c < components; ++c)
      job_.components.push_back({component_id(c), {}, {}, 0});
    for (auto& v : t.vertices) {
      first_.push_back(job_.nodes.size());
      for (std::size_t i = 0; i < v.parallel; ++i)
        add_node(v, i);
    }
    for (auto& link : t.links)
      add_edges(link);
    for (std::size_t v = 0; v < t.vertices.size(); ++v)
      for (auto* step : t.vertices[v].steps)
        if (step->begins_probes)
          leat::add_reach(job_, node_id(first_[v]));
  }
  job_plan take() { return std::move(job_); }

 private:
  void add_node(const vertex& v, std::size_t instance) {
    auto plan = plan_vertex(v, instance);
    plan.id = node_id(job_.nodes.size());
    if (v.kind == node_kind::loop_head && v.component) {
      auto& component = job_.components[*v.component];
      plan.head_of = component.id;
      component.heads.push_back(plan.id);
      component.name += (component.name.empty() ? "" : ", ") + v.names[0];
    }
    job_.nodes.push_back(std::move(plan));
  }

  void add_edges(const link_plan& link) {
    auto& from = topology_.vertices[link.from];
    auto& to = topology_.vertices[link.to];
    const auto* codec = from.outlets[link.outlet]()->codec();
    for (std::size_t i = 0; i < from.parallel; ++i) {
      auto& outlet = job_.nodes[first_[link.from] + i].outlets[link.outlet];
      if (to.parallel > 1) {
        const bool keyed = !to.steps.empty() && to.steps[0]->keyed;
        outlet.how = keyed ? routing::scatter : routing::deal;
        outlet.in_turn = to.ordered && !keyed;
      }
      for (std::size_t k = 0; k < to.parallel; ++k) {
        edge_plan edge;
        edge.id = edge_id(edges_++);
        edge.from = node_id(first_[link.from] + i);
        edge.to = node_id(first_[link.to] + k);
        edge.outlet = link.outlet;
        edge.port = link.port;
        const auto stated = budget_of(from, to);
        edge.budget = stated.value_or(budget());
        edge.default_budget = !stated;
        edge.items = codec;
        edge.back = link.back;
        if (to.component) {
          auto& component = job_.components[*to.component];
          if (from.component == to.component)
            edge.inside = component.id;
          else {
            edge.leads_into = component.id;
            ++component.outer_edges;
          }
        }
        outlet.edges.push_back(edge);
        job_.nodes[index(edge.to)].inputs.push_back(edge);
      }
    }
  }

  const topology& topology_;
  job_plan job_;
  std::vector<std::size_t> first_; // node of each vertex's first instance
  std::size_t edges_ = 0;
};

} // namespace

void add_reach(job_plan& plan, node_id origin) {
  std::vector<bool> seen(plan.nodes.size());
  std::deque<node_id> open{origin};
  seen[index(origin)] = true;
  std::vector<std::vector<edge_id>> reached(plan.nodes.size());
  while (!open.empty()) {
    auto& node = plan.nodes[index(open.front())];
    open.pop_front();
    for (auto& outlet : node.outlets)
      for (auto& edge : outlet.edges) {
        if (edge.back)
          continue;
        reached[index(edge.to)].push_back(edge.id);
        if (!seen[index(edge.to)]) {
          seen[index(edge.to)] = true;
          open.push_back(edge.to);
        }
      }
  }
  for (std::size_t n = 0; n < reached.size(); ++n)
    if (!reached[n].empty())
      plan.nodes[n].reach.push_back({origin, std::move(reached[n])});
}

pipeline_error::pipeline_error(std::vector<std::string> faults)
  : std::runtime_error(joined(faults)), faults_(std::move(faults)) {}

job_plan make_plan(const graph& of, plan_options options) {
  std::vector<std::string> faults;
  topology t = make_topology(of, options.fuse, faults);
  const std::size_t components = find_components(t, faults);
  check_restarts(t, faults);
  if (!faults.empty())
    throw pipeline_error(std::move(faults));
  add_dealers(t);
  job_plan plan = expansion(t, components).take();
  for (auto& node : plan.nodes) {
    node.spill_to = options.spill_to;
    for (auto& outlet : node.outlets)
      outlet.chunk_items = options.chunk_items;
  }
  return plan;
}

} // namespace leat
