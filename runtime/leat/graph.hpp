// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/compose.hpp>
#include <leat/redeploy.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace leat {

/// One output of a node of the graph.
struct stream_position {
  std::size_t node = 0;
  std::size_t outlet = 0;
};

/// One operator, as it stands in the graph.
struct graph_step {
  graph_step();
  graph_step(graph_step&&) noexcept;
  graph_step& operator=(graph_step&&) noexcept;
  ~graph_step();

  std::string kind;
  operator_options options;
  std::shared_ptr<kept_step> step;
  make_run make_alone = nullptr;
  std::vector<std::unique_ptr<outlet_base> (*)()> outlets; // none: a sink
  std::unique_ptr<outlet_base> (*make_letters)() = nullptr;
  std::optional<budget> budget_behind; // of the edges that leave it, if their receiver names none
  bool apart = false;                  // gets a node of its own
  bool stateful = false;               // keeps something between items: parallel only behind a key
  bool keyed = false;                  // its input is scattered by key
  bool one_instance = false;           // not parallel, in the coordinating process
  bool speaks_at_end_only = false;
  bool begins_probes = false; // a source that gives receipts
  bool unbounded = false;     // what it keeps grows with the keys it sees
  bool replays = true;        // not a source whose items are gone when it has given them

  /// Why no other operator can be put in its place; empty if one can.
  [[nodiscard]] std::string fault_of_making_again() const;
};

enum class node_kind {
  operators,
  loop_head, // feeds what comes back into the loop; its inputs may lead back to it
  letters,   // takes the dead letters of other nodes
};

/// One or several operators of one pipe expression, and where their items come from.
struct graph_node {
  graph_node();
  graph_node(graph_node&&) noexcept;
  graph_node& operator=(graph_node&&) noexcept;
  ~graph_node();

  node_kind kind = node_kind::operators;
  std::vector<graph_step> steps;
  make_run make_fused = nullptr;
  std::vector<std::vector<stream_position>> inputs; // by port
  bool ended = false;                               // it can grow no more
};

/// A pipeline under construction. Streams, loops and inputs refer to it.
class graph {
 public:
  std::size_t add_node(graph_node node);
  /// A node of one step behind the given stream.
  std::size_t add_node(graph_step first, stream_position input);
  /// The step joins the node, if that can still grow; else it begins one behind `input`.
  std::size_t grow(graph_step next, stream_position input);
  [[nodiscard]] graph_node& node(std::size_t i) { return nodes_[i]; }
  [[nodiscard]] const std::vector<graph_node>& nodes() const { return nodes_; }
  [[nodiscard]] std::vector<graph_node>& nodes() { return nodes_; }
  /// Throws `std::logic_error` when the pipeline runs already: it cannot be changed any more.
  void require_open() const;

  /// Throws `pipeline_error` if it was started before: a pipeline runs once.
  void require_unstarted() const;
  void begin();
  /// Inputs open when the job starts.
  void on_start(std::function<void()> f) { start_listeners_.push_back(std::move(f)); }
  /// Results that are gathered outside of operators begin afresh when the job starts over.
  void on_start_over(std::function<void()> f) { again_listeners_.push_back(std::move(f)); }
  void start_over() const {
    for (auto& f : again_listeners_)
      f();
  }
  /// Why it can't; empty if it can.
  [[nodiscard]] std::string fault_of_starting_over() const;
  /// What happens when a worker is lost; without it the job fails.
  void on_worker_loss(redeploy how) { redeploy_ = how; }
  [[nodiscard]] const std::optional<redeploy>& redeploys() const { return redeploy_; }
  /// Futures and inputs hear of the job's end, with the reason if it failed or was cancelled.
  void on_end(std::function<void(std::exception_ptr)> f) { end_listeners_.push_back(std::move(f)); }
  /// A simulation runs the job on the thread of whoever waits: `step_until` steps it until the
  /// condition holds.
  using stepper = std::function<void(const std::function<bool()>&)>;
  void simulate_with(stepper step) { step_ = std::move(step); }
  [[nodiscard]] bool steps_here() const { return step_ != nullptr; }
  void step_until(const std::function<bool()>& ready) const { step_(ready); }
  [[nodiscard]] std::vector<std::function<void()>> take_start_listeners() {
    return std::exchange(start_listeners_, {});
  }
  [[nodiscard]] std::vector<std::function<void(std::exception_ptr)>> take_end_listeners() {
    return std::exchange(end_listeners_, {});
  }

 private:
  std::vector<graph_node> nodes_;
  std::vector<std::function<void()>> start_listeners_;
  std::vector<std::function<void()>> again_listeners_;
  std::vector<std::function<void(std::exception_ptr)>> end_listeners_;
  std::optional<redeploy> redeploy_;
  stepper step_;
  bool started_ = false;
};

} // namespace leat
