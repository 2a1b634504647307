// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/graph.hpp>
#include <leat/plan.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace leat {

/// A stream between two vertices of the plan.
struct link_plan {
  std::size_t from = 0;
  std::size_t outlet = 0;
  std::size_t to = 0;
  int port = 0;
  bool back = false;
};

/// A node of the plan before it is multiplied into instances: one operator, or the steps of one
/// fused run.
struct vertex {
  node_kind kind = node_kind::operators;
  std::vector<const graph_step*> steps;
  std::vector<std::string> names; // of the steps
  make_run make = nullptr;
  std::size_t parallel = 1;
  bool ordered = false;
  bool gathers = false; // takes the outputs of ordered instances in turn
  std::size_t ports = 0;
  std::vector<std::unique_ptr<outlet_base> (*)()> outlets;
  std::vector<bool> letters; // which of them carry dead letters
  std::vector<std::size_t> letters_outlet_of_step;
  std::optional<std::size_t> component;
};

/// The vertices of a job and the streams between them.
struct topology {
  std::vector<vertex> vertices;
  std::vector<link_plan> links;
};

/// Cuts the graph into vertices. `faults` gets what is wrong with it.
[[nodiscard]] topology make_topology(const graph& of, bool fuse, std::vector<std::string>& faults);

/// Finds the components (nodes that can be reached from each other), marks back links, and checks
/// what stands in loops. Gives the number of components.
std::size_t find_components(topology& t, std::vector<std::string>& faults);

/// Finds operators that should begin afresh after a crash, and can't.
void check_restarts(const topology& t, std::vector<std::string>& faults);

/// Puts nodes that deal and gather around parallel vertices whose neighbours cannot do it.
void add_dealers(topology& t);

} // namespace leat
