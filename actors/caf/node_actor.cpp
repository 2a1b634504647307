// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/node_actor.hpp"

#include "actors/caf/reminder.hpp"
#include <leat/inside_node.hpp>

#include <algorithm>
#include <utility>

namespace leat::shell {

namespace {
// CAF's clock keeps an actor until its last alarm, stopped or not; the core asks again.
constexpr duration longest_alarm = std::chrono::seconds(10);
} // namespace

class node_actor::host final : public node_shell {
 public:
  host(node_actor& actor, const node_plan& plan, std::shared_ptr<const node_services> services)
    : node_shell(plan, caf::actor_cast<caf::actor>(&actor), std::move(services)), actor_(actor) {}

  void set_alarm(timestamp due) override {
    const auto wait = std::clamp(due - now(), duration::zero(), longest_alarm);
    remind(&actor_, wait, alarm_message{});
  }
  void run_later() override { caf::anon_send(caf::actor_cast<caf::actor>(&actor_), run_message{}); }
  [[nodiscard]] bool more_waiting() override { return !actor_.mailbox().empty(); }
  [[nodiscard]] std::stop_token stop_token() override { return stop_.get_token(); }
  void request_stop() { stop_.request_stop(); }

 private:
  node_actor& actor_;
  std::stop_source stop_;
};

node_actor::node_actor(caf::actor_config& config, node_plan plan,
                       std::shared_ptr<const node_services> services)
  : caf::event_based_actor(config), plan_(std::move(plan)), services_(std::move(services)) {}

node_actor::~node_actor() = default;

caf::behavior node_actor::make_behavior() {
  host_ = std::make_unique<host>(*this, plan_, services_);
  core_.emplace(std::move(plan_), *host_);
  return {
    [this](packet_message& m) {
      const node_scope here;
      core_->on_packet(m.along, m.life, std::move(m.what));
      done_if_over();
    },
    [this](encoded_packet_message& m) {
      const node_scope here;
      host_->take_apart(*core_, m);
      done_if_over();
    },
    [this](const credit_message& m) {
      const node_scope here;
      core_->on_credit(m.along, m.life, m.what);
      done_if_over();
    },
    [this](run_message) {
      const node_scope here;
      core_->run();
      done_if_over();
    },
    [this](wake_message) {
      const node_scope here;
      core_->on_wake();
      done_if_over();
    },
    [this](alarm_message) {
      const node_scope here;
      core_->on_alarm();
      done_if_over();
    },
    [this](result_message m) {
      const node_scope here;
      core_->on_call_finished(m.call);
      done_if_over();
    },
    [this](const cancel_message& m) {
      const node_scope here;
      core_->on_cancel(m.along, m.life);
      done_if_over();
    },
    [this](connect_message& m) {
      const node_scope here;
      host_->connect(m);
      core_->run();
      done_if_over();
    },
    [this](command_message& m) {
      const node_scope here;
      if (std::holds_alternative<command::abort>(m.what)
          || std::holds_alternative<command::stop>(m.what))
        host_->request_stop();
      apply(*core_, std::move(m.what));
      done_if_over();
    },
  };
}

void node_actor::done_if_over() {
  if (core_->over())
    quit();
}

void node_actor::on_exit() {
  core_.reset();
  if (host_)
    host_->disconnect();
}

} // namespace leat::shell
