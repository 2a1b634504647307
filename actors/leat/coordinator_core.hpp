// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/host.hpp>
#include <leat/receipts.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace leat {

enum class job_outcome { finished,
                         stopped,
                         cancelled,
                         failed };

/// A node that failed, and wants the job to start over.
struct job_crash {
  std::string node;
  restart rules;
};

/// How a job ended, and what its nodes had seen by then.
struct job_result {
  job_outcome outcome = job_outcome::finished;
  std::vector<failure> failures; // the first is the cause
  std::vector<node_status> nodes;
  bool lost_process = false;        // that is the cause
  std::optional<job_crash> crash{}; // or this is
};

/// What a coordinator tells its nodes.
namespace command {
struct start {};
struct stop {};
struct abort {};
struct begin_round {
  std::uint64_t round = 0;
  bool drain = false;
};
struct end_head {};
struct probe_done {
  std::exception_ptr error;
};
struct begin_branch {
  std::shared_ptr<const branch_point> at;
};
struct end_branch {
  edge_id edge{};
};
struct cancel_branch {
  edge_id edge{};
};
struct end_input {
  edge_id edge{};
};
struct tell_status {};
} // namespace command
using node_command =
  std::variant<command::start, command::stop, command::abort, command::begin_round,
               command::end_head, command::probe_done, command::begin_branch, command::end_branch,
               command::cancel_branch, command::end_input, command::tell_status>;

class node_core;
/// Carries out what the coordinator said.
void apply(node_core& to, node_command what);

/// What a coordinator core needs from the world.
class coordinator_host {
 public:
  virtual ~coordinator_host() = default;
  virtual void tell(node_id whom, node_command what) = 0;
  /// All nodes have ended.
  virtual void job_ended(job_result result) = 0;
  /// The answer to `ask_status`.
  virtual void status_known(const std::vector<node_status>& nodes) = 0;
  /// All nodes of an attached branch have ended.
  virtual void branch_ended(branch_id which, const job_result& result) = 0;
  /// A failed item that a policy took care of, for the log.
  virtual void item_failed(const failure& what) = 0;
};

/// What is known of the nodes before they have told anything.
[[nodiscard]] std::vector<node_status> first_status(const job_plan& plan);

/// Watches over a job: starts its nodes, ends its loops, answers receipts, judges stalls, collects
/// failures. A state machine without CAF, as the nodes are.
class coordinator_core {
 public:
  coordinator_core(const job_plan& plan, coordinator_host& host);

  void begin();
  void on_report(node_id from, report what);
  /// The nodes of a process, or of all processes but the coordinator's, are gone. The job fails.
  void on_process_lost(std::optional<process_id> which, const std::string& why);
  /// The nodes in other processes will never be there. The job fails if there is a reason.
  void on_refusal(const std::string& why);
  /// Sources end; what is under way goes on.
  void stop();
  void cancel();
  /// The plan has grown by the nodes of a branch, which have been made; it replaces the old one.
  void attach(const job_plan& grown, const branch_plan& branch);
  /// The branch is taken off: what it has got goes on to its end.
  void detach(branch_id which);
  /// Asks every node; `coordinator_host::status_known` has the answer.
  void ask_status();
  /// The answer, without the nodes that have not answered yet.
  void answer_now();
  /// Nothing can move any more: the job fails with this diagnosis.
  void stalled(const std::string& diagnosis);
  [[nodiscard]] bool over() const { return over_; }
  [[nodiscard]] const std::vector<node_status>& last_status() const { return status_; }

 private:
  struct node_facts {
    std::string name;
    std::optional<branch_id> branch{};
    bool ended = false;
    bool asked = false; // and has not answered yet
  };
  struct component_state {
    component_plan plan;
    std::size_t outer_left = 0;
    std::set<node_id> heads{};      // that have not ended
    std::set<node_id> waited_for{}; // in the round
    std::uint64_t round = 0;
    bool under_way = false;
    bool clean = true;
    bool drain = false;
  };

  struct branch_state {
    branch_plan plan;
    std::size_t running = 0;
    std::set<edge_id> unopened{}; // edges into it whose senders have not said that they know them
    bool detached = false;
    std::vector<failure> failures{};
  };

  void add_nodes(std::size_t from);
  void nodes_gone(std::optional<process_id> where);
  void leave_branch(branch_state& b);
  void sender_ended(node_id which);
  void branch_node_ended(node_id which);
  [[nodiscard]] branch_state* isolated_branch_of(node_id which);
  void abort_branch(branch_state& b);
  void node_over(node_id which, node_status last, std::vector<passed_probe> passed);
  void fail(failure why, node_id where);
  void fail(failure why);
  void abort_all();
  void tell_receipts();
  void begin_round(component_state& c, bool drain);
  void round_over(component_state& c);
  void ask_nodes();
  void answered_by(node_id which);
  void answered();
  void judge();
  void finish_if_over();

  coordinator_host& host_;
  const job_plan* plan_;
  std::vector<node_facts> nodes_;
  std::vector<component_state> components_;
  std::vector<branch_state> branches_;
  receipts receipts_;
  std::vector<node_status> status_;
  std::size_t running_ = 0;
  std::size_t answers_missing_ = 0;
  bool asked_from_outside_ = false;
  bool some_are_silent_ = false; // others may be asked again before they answer
  bool judging_ = false;
  std::optional<std::vector<node_status>> first_look_; // of the judgement of a stall
  std::vector<failure> failures_;
  job_outcome outcome_ = job_outcome::finished;
  bool aborting_ = false;
  bool lost_process_ = false;
  std::optional<job_crash> crash_; // that is why it failed
  bool over_ = false;
};

} // namespace leat
