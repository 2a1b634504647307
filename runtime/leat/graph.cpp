// SPDX-License-Identifier: BSD-3-Clause
#include <leat/graph.hpp>
#include <leat/planner.hpp>

#include <stdexcept>
#include <utility>

namespace leat {

// Special members live here, not in every program that composes a pipeline.
graph_step::graph_step() = default;
graph_step::graph_step(graph_step&&) noexcept = default;
graph_step& graph_step::operator=(graph_step&&) noexcept = default;
graph_step::~graph_step() = default;
graph_node::graph_node() = default;
graph_node::graph_node(graph_node&&) noexcept = default;
graph_node& graph_node::operator=(graph_node&&) noexcept = default;
graph_node::~graph_node() = default;

std::size_t graph::add_node(graph_step first, stream_position input) {
  graph_node fresh;
  fresh.steps.push_back(std::move(first));
  fresh.inputs.push_back({input});
  return add_node(std::move(fresh));
}

std::size_t graph::grow(graph_step next, stream_position input) {
  require_open();
  if (nodes_[input.node].ended)
    return add_node(std::move(next), input);
  nodes_[input.node].steps.push_back(std::move(next));
  return input.node;
}

std::size_t graph::add_node(graph_node node) {
  require_open();
  nodes_.push_back(std::move(node));
  return nodes_.size() - 1;
}

std::string graph_step::fault_of_making_again() const {
  if (!replays)
    return "is a source that can't give its items again";
  if (step && !step->can_be_copied())
    return "can't be made again, since what it has captured can't be copied";
  return {};
}

std::string graph::fault_of_starting_over() const {
  for (auto& node : nodes_)
    for (auto& step : node.steps) {
      const auto fault = step.fault_of_making_again();
      if (!fault.empty())
        return "'" + (step.options.name.empty() ? step.kind : step.options.name) + "' " + fault;
    }
  return {};
}

void graph::begin() { started_ = true; }

void graph::require_unstarted() const {
  if (started_)
    throw pipeline_error({"it has been started already; a pipeline runs once: build another one"});
}

void graph::require_open() const {
  if (started_)
    throw std::logic_error(
      "leat: the pipeline has been started; build what it does before start or run");
}

} // namespace leat
