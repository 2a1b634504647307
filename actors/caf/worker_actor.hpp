// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/link_actor.hpp"
#include <leat/services.hpp>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace leat::shell {

/// A job as a worker has made it from what the coordinator sent; or why it has not.
struct built_job {
  std::shared_ptr<const job_plan> plan;
  std::string refusal;
};
using build_job = std::function<built_job(const deploy_order&)>;

struct worker_settings {
  worker_order info;
  build_job build;
  std::function<void(const std::string&)> log;
  std::shared_ptr<const node_services> services;
};

/// The broker that the worker is to use; it comes once, since either knows the other.
struct use_broker_message {
  caf::actor broker;
};
/// Ends all jobs and the worker.
struct end_worker_message {};

/// Hosts nodes for coordinators, several at once. A cluster is what one coordinator has: its
/// workers, and jobs that run on them. When a coordinator is lost its jobs end here.
class worker_actor final : public caf::event_based_actor {
 public:
  worker_actor(caf::actor_config& config, worker_settings settings);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  struct job_here {
    job_part part;
    deploy_order order;
    std::set<std::uint32_t> missing; // processes whose sessions do not stand yet
  };
  struct cluster {
    std::uint32_t here = 0;                       // which of its processes this one is
    std::map<std::uint32_t, session_id> sessions; // that stand, by process
    std::set<std::uint32_t> opening;
    std::map<job_id, job_here> jobs;
  };
  using cluster_key = incarnation;

  void on_begun(const session_begun_message& m);
  void on_received(received_message& m);
  void on_over(const session_over_message& m);
  void deploy(const cluster_key& of, job_id id, deploy_order order);
  void spawn_nodes(cluster& c, job_here& job);
  void forget(cluster& c, std::map<job_id, job_here>::iterator job);
  void end_cluster(const cluster_key& which);
  void say(const cluster& c, std::uint32_t to, job_id of, const order& what);

  worker_settings settings_;
  caf::actor broker_;
  std::map<cluster_key, cluster> clusters_;
  std::map<session_id, std::pair<cluster_key, std::uint32_t>> peers_;      // at the other ends
  std::map<std::uint64_t, std::pair<cluster_key, std::uint32_t>> opening_; // by key
  std::uint64_t last_key_ = 0;
  std::map<caf::actor_addr, std::pair<std::pair<cluster_key, job_id>, node_id>> watched_;
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::use_broker_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::end_worker_message)
