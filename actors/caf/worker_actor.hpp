// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/job_part.hpp"
#include "actors/caf/session_messages.hpp"
#include "actors/cluster/worker_core.hpp"
#include <leat/services.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace leat::shell {

struct worker_settings {
  worker_order info;
  std::function<built_job(const deploy_order&)> build;
  std::function<void(const std::string&)> log;
  std::shared_ptr<const node_services> services;
};

/// The broker that the worker is to use; it comes once, since either knows the other.
struct use_broker_message {
  caf::actor broker;
  std::shared_ptr<const session_registry> sessions;
};
/// Ends all jobs and the worker.
struct end_worker_message {};

/// The CAF shell of a worker core, and the nodes of its jobs.
class worker_actor final : public caf::event_based_actor, private worker_host {
 public:
  worker_actor(caf::actor_config& config, worker_settings settings);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  [[nodiscard]] built_job build(const deploy_order& from) override {
    return settings_.build(from);
  }
  bool open(std::uint64_t key, const std::string& address, const incarnation& cluster,
            std::uint32_t index) override;
  void say(session_id to, job_id of, const order& what) override;
  void close(session_id which, const std::string& why) override;
  void log(const std::string& line) override { settings_.log(line); }
  void make_nodes(const job_key& of, const part_plan& from) override;
  bool deliver(const job_key& to, order& what) override;
  void end_nodes(const job_key& of) override;

  worker_settings settings_;
  worker_core core_;
  caf::actor broker_;
  std::shared_ptr<const session_registry> sessions_;
  std::map<job_key, job_part> parts_;
  std::map<caf::actor_addr, std::pair<job_key, node_id>> watched_;
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::use_broker_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::end_worker_message)
