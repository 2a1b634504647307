// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/budget.hpp>
#include <leat/failure.hpp>
#include <leat/operator.hpp>
#include <leat/restart.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace leat {

enum class node_id : std::uint32_t {};
enum class edge_id : std::uint32_t {};
enum class component_id : std::uint32_t {};
/// A process of a job: 0 is the coordinator's, the others are its workers in their order.
enum class process_id : std::uint32_t {};
/// Counts the lives of an edge; what an earlier life sent is ignored.
enum class epoch : std::uint32_t {};

constexpr std::size_t index(node_id id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(edge_id id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(component_id id) { return static_cast<std::size_t>(id); }
constexpr std::size_t index(process_id id) { return static_cast<std::size_t>(id); }

/// The ordered link from one node instance to another.
struct edge_plan {
  edge_id id{};
  node_id from{};
  node_id to{};
  std::size_t outlet = 0;
  int port = 0;
  leat::budget budget{};
  bool default_budget = true;               // the pipeline names none
  const item_codec* items = nullptr;        // how they cross to another process; null: they can't
  bool back = false;                        // leads back to the head of a loop
  std::optional<component_id> inside{};     // both ends belong to this component
  std::optional<component_id> leads_into{}; // comes from outside of this component
  bool attached = false;                    // into an attached branch: gets no probes, no turns
};

/// One operator of a node, as metrics, errors and policies name it.
struct step_plan {
  std::string name; // "parse", "orders/parse#2"
  std::string kind; // "map"
  std::source_location where;
  error_policy on_error{};
  std::size_t letters_outlet = 0; // for action::dead_letter
  bool unbounded = false;         // what it keeps grows with the keys it sees
  std::vector<std::byte> saved{}; // what it begins with; empty: afresh
};

struct outlet_plan {
  std::unique_ptr<outlet_base> (*make)() = nullptr;
  routing how = routing::share;
  bool in_turn = false;           // chunks are dealt round robin, each followed by a turn signal
  bool letters = false;           // carries dead letters: its consumers keep no node alive
  std::size_t chunk_items = 1024; // the most that travel together
  std::vector<edge_plan> edges;
};

/// Which inputs a probe has to come on, by where it began.
struct reach_plan {
  node_id origin{};
  std::vector<edge_id> edges;
};

/// All that one node instance needs to know.
struct node_plan {
  node_id id{};
  std::string name;
  std::size_t instance = 0;
  std::size_t instances = 1;
  int ports = 0;
  std::vector<step_plan> steps;
  std::vector<edge_plan> inputs;
  std::vector<outlet_plan> outlets;
  std::vector<reach_plan> reach;
  std::optional<component_id> head_of; // it is the head of a loop of this component
  bool gathers = false;                // takes its inputs in turn
  std::string spill_to;                // folder for what does not fit into memory
  bool blocking = false;               // runs in a thread of its own
  std::string label;                   // of the workers that it may run on; empty: anywhere
  bool at_coordinator = false;         // never leaves that process
  process_id process{};                // where it runs
  std::optional<restart> on_crash;     // it begins afresh; else the job fails
  bool renewable = false;              // another operator can be made, and be put in its place
  std::function<std::unique_ptr<operator_base>()> make;
  std::function<std::string()> captured; // the bytes of its functions, to be compared
};

/// Loops that end together.
struct component_plan {
  component_id id{};
  std::string name;
  std::vector<node_id> heads;
  std::size_t outer_edges = 0;
};

/// A job before it runs: every node instance, by id.
struct job_plan {
  std::vector<node_plan> nodes;
  std::vector<component_plan> components;
};

} // namespace leat
