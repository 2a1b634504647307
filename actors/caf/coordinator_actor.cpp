// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/coordinator_actor.hpp"

#include "actors/caf/node_shell.hpp"
#include "actors/caf/reminder.hpp"

#include <map>
#include <utility>

namespace leat::shell {

namespace {
constexpr duration nodes_end_within = std::chrono::seconds(10); // when a worker was lost
} // namespace

coordinator_actor::coordinator_actor(caf::actor_config& config,
                                     std::shared_ptr<const job_plan> plan, job_listener listener)
  : caf::event_based_actor(config), plan_(std::move(plan)), listener_(std::move(listener)),
    core_(*plan_, *this) {}

caf::behavior coordinator_actor::make_behavior() {
  set_down_handler([this](caf::down_msg& down) {
    for (std::size_t n = 0; nodes_ && n < nodes_->size(); ++n)
      if ((*nodes_)[n].address() == down.source && down.reason)
        core_.on_report(node_id(n), node_crashed{to_string(down.reason)});
    --alive_;
    finish_if_gone();
  });
  return {
    [this](begin_message& m) { begin(m); },
    [this](deployed_message) {
      if (std::exchange(waits_, false))
        core_.begin();
    },
    [this](const process_lost_message& m) { lose(m); },
    [this](nodes_end_deadline_message) {
      if (!core_.over())
        core_.on_process_lost(std::nullopt, "nodes in other processes do not end");
    },
    [this](report_message& m) { core_.on_report(m.from, std::move(m.what)); },
    [this](stop_message) { waits_ ? cancel() : core_.stop(); },
    [this](cancel_job_message) { cancel(); },
    [this](abandon_message) {
      for (std::size_t n = 0; nodes_ && n < nodes_->size(); ++n)
        if (plan_->nodes[n].blocking)
          caf::anon_send_exit((*nodes_)[n], caf::exit_reason::kill);
    },
    [this](attach_message& m) { attach_branch(m); },
    [this](detach_message m) { core_.detach(m.which); },
    [this](answer_now_message) { core_.answer_now(); },
    [this](ask_status_message& m) {
      if (core_.over())
        return m.then(core_.last_status());
      askers_.push_back(std::move(m.then));
      core_.ask_status();
    },
  };
}

void coordinator_actor::begin(begin_message& m) {
  self_ = caf::actor_cast<caf::actor>(this);
  nodes_ = std::move(m.nodes);
  waits_ = m.routes != nullptr;
  for (std::size_t n = 0; n < nodes_->size(); ++n)
    if (plan_->nodes[n].process == process_id{}) {
      ++alive_;
      monitor((*nodes_)[n]);
      caf::anon_send<caf::message_priority::high>(
        (*nodes_)[n], connect_message{nodes_, caf::actor_cast<caf::actor>(this), m.routes});
    }
  if (!waits_)
    core_.begin();
}

void coordinator_actor::cancel() {
  core_.cancel();
  if (std::exchange(waits_, false))
    core_.on_refusal({});
}

void coordinator_actor::lose(const process_lost_message& m) {
  waits_ = false;
  if (!m.lost)
    return core_.on_refusal(m.why);
  core_.on_process_lost(m.which, m.why);
  if (!core_.over())
    remind(this, nodes_end_within, nodes_end_deadline_message{});
}

void coordinator_actor::tell(node_id whom, node_command what) {
  // All in one lane, which keeps their order; it overtakes packets.
  caf::anon_send<caf::message_priority::high>((*nodes_)[index(whom)],
                                              command_message{whom, std::move(what)});
}

void coordinator_actor::attach_branch(attach_message& m) {
  if (core_.over())
    return; // the owner tells the branch
  auto nodes = std::make_shared<std::vector<caf::actor>>(*nodes_);
  for (std::size_t n = nodes->size(); n < m.grown->nodes.size(); ++n) {
    nodes->push_back(spawn_node(system(), m.grown->nodes[n], m.services));
    monitor(nodes->back());
    ++alive_;
  }
  nodes_ = std::move(nodes);
  for (auto& node : *nodes_)
    caf::anon_send<caf::message_priority::high>(
      node, connect_message{nodes_, caf::actor_cast<caf::actor>(this)});
  const auto before = std::exchange(plan_, m.grown);
  core_.attach(*plan_, m.branch);
}

void coordinator_actor::job_ended(job_result result) {
  result_ = std::move(result);
  finish_if_gone();
}

void coordinator_actor::finish_if_gone() {
  if (!result_ || alive_ > 0)
    return;
  for (auto& ask : std::exchange(askers_, {}))
    ask(core_.last_status());
  nodes_.reset();
  plan_.reset(); // the program's functions are gone when its owner hears of the end
  listener_.ended(std::move(*result_));
  self_ = nullptr;
  quit();
}

void coordinator_actor::status_known(const std::vector<node_status>& nodes) {
  for (auto& ask : std::exchange(askers_, {}))
    ask(nodes);
}

} // namespace leat::shell
