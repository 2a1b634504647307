// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/packet.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace leat {

/// One line of the counters of an edge.
struct edge_counters {
  edge_id id{};
  std::uint64_t packets = 0;
  std::uint64_t items = 0;
  std::uint64_t weight = 0;
  std::uint64_t discarded = 0; // items that came after the receiver cancelled, or that it left
  std::uint64_t in_flight = 0; // weight sent and not yet used (senders), or waiting (receivers)
  std::uint64_t waiting = 0;   // items that wait in front of the receiver's operator
  bool cancelled = false;      // the receiver has no use for more
};

struct drop_counter {
  std::string reason;
  std::uint64_t items = 0;
};

/// Items a node has seen. For each operator: in = handled + dropped + failed + held.
struct node_counters {
  std::uint64_t in = 0;
  std::uint64_t out = 0;
  std::uint64_t given = 0; // made by a source
  std::uint64_t held = 0;
  std::uint64_t restarts = 0;
  std::vector<std::uint64_t> failed; // by step
  std::vector<drop_counter> dropped;
  std::vector<edge_counters> inputs;
  std::vector<edge_counters> outputs;
};

enum class node_state { created,
                        working,
                        ending,
                        ended,
                        failed };

/// What a node does and waits for, for `diagnose`, stall detection and metrics.
struct node_status {
  node_id id{};
  std::string name;
  std::size_t instance = 0;
  node_state state = node_state::created;
  bool silent = false;             // it does not answer: a function has not come back
  bool live = false;               // a timer, call, retry or source of its own will bring more
  std::vector<edge_id> lacks_room; // outgoing edges without credit for what is there
  std::vector<edge_id> refused;    // inputs with packets that the operator does not take
  std::vector<edge_id> starved;    // inputs that the operator waits for
  std::string text;
  node_counters counters;
};

// -- what nodes tell the coordinator

struct node_ended {
  node_status last;
  std::exception_ptr reason; // of a failed stream that reached a node without outputs
  std::vector<passed_probe> passed;
};
struct node_failed {
  std::string node;
  failure why;
  std::optional<restart> all{}; // the whole job is to start over, by these rules
};
/// A failure that a policy took care of, or a restart.
struct item_failed {
  failure why;
};
struct outer_edge_ended {
  component_id component{};
};
struct round_done {
  component_id component{};
  std::uint64_t round = 0;
  bool clean = false;
};
struct probe_begun {
  std::uint64_t id = 0;
};
struct probe_passed {
  std::uint64_t id = 0;
  node_id origin{};
};
/// The edge into a branch carries what comes from now on.
struct branch_opened {
  edge_id along{};
};
struct node_stalled {};
struct node_crashed {
  std::string reason;
};

using report = std::variant<node_ended, node_failed, item_failed, outer_edge_ended, round_done,
                            probe_begun, probe_passed, branch_opened, node_stalled, node_status,
                            node_crashed>;

/// What a node core needs from the world: a CAF actor, a thread, or the simulation.
class node_host {
 public:
  virtual ~node_host() = default;

  [[nodiscard]] virtual timestamp now() = 0;
  /// To the receiver of an outgoing edge, in order.
  virtual void send(const edge_plan& along, epoch life, packet what) = 0;
  /// To the sender of an incoming edge.
  virtual void grant(const edge_plan& along, epoch life, credit what) = 0;
  virtual void cancel(const edge_plan& along, epoch life) = 0;
  /// Calls `on_alarm` at `due`; a later call may only bring it forward.
  virtual void set_alarm(timestamp due) = 0;
  /// Calls `run` soon, behind what waits already.
  virtual void run_later() = 0;
  /// Whether further messages wait for this node. Each of them has to end in a call of `run` (as
  /// all functions of the core that stand for messages do): until then, chunks may wait for more.
  [[nodiscard]] virtual bool more_waiting() = 0;
  virtual void tell(report what) = 0;
  [[nodiscard]] virtual std::shared_ptr<call_port> calls() = 0;
  [[nodiscard]] virtual std::function<void()> waker() = 0;
  [[nodiscard]] virtual std::stop_token stop_token() = 0;
  /// Readable while messages wait for a node that has a thread of its own; else -1.
  [[nodiscard]] virtual int wake_descriptor() { return -1; }
  [[nodiscard]] virtual std::uint64_t random() = 0;
  /// The most items that a source should make at once.
  [[nodiscard]] virtual std::size_t slice_limit() = 0;
  /// Whether stalled nodes are to say so (the simulation sees for itself).
  [[nodiscard]] virtual bool wants_stall_reports() const = 0;
};

} // namespace leat
