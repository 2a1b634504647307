// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/cluster/crossing_edges.hpp"
#include "actors/session/handshake.hpp"
#include "actors/session/incarnation.hpp"
#include "actors/session/orders.hpp"
#include "actors/session/session_id.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>

namespace leat {

/// A job as a worker has made it from what the coordinator sent; or why it has not.
struct built_job {
  std::shared_ptr<const job_plan> plan;
  std::string refusal;
};

/// A job in a worker: whose it is, and which of its jobs.
using job_key = std::pair<incarnation, job_id>;

/// What a worker's nodes of a job are to be made from.
struct part_plan {
  std::shared_ptr<const job_plan> plan;
  process_id here{};
  sessions_by_process along; // to its neighbours, and the coordinator (0)
};

/// What a worker core needs from the world.
class worker_host {
 public:
  virtual ~worker_host() = default;
  [[nodiscard]] virtual built_job build(const deploy_order& from) = 0;
  /// A session with the worker at the address, as process `index` of the cluster. False: that is
  /// no address.
  virtual bool open(std::uint64_t key, const std::string& address, const incarnation& cluster,
                    std::uint32_t index) = 0;
  virtual void say(session_id to, job_id of, const order& what) = 0;
  virtual void close(session_id which, const std::string& why) = 0;
  virtual void log(const std::string& line) = 0;

  virtual void make_nodes(const job_key& of, const part_plan& from) = 0;
  /// To a node; true if it was something for one.
  virtual bool deliver(const job_key& to, order& what) = 0;
  /// Ends its nodes, if they were made; nothing more is heard of them.
  virtual void end_nodes(const job_key& of) = 0;
};

/// Hosts nodes for coordinators, several at once. A cluster is what one coordinator has: its
/// workers, and jobs that run on them. When a coordinator is lost its jobs end here. A state
/// machine without CAF.
class worker_core {
 public:
  worker_core(worker_order info, worker_host& host);

  void on_begun(std::uint64_t key, session_id which, const hello& peer);
  void on_message(session_id from, std::span<const std::byte> message);
  void on_over(std::uint64_t key, session_id which, bool by_intention, const std::string& why);
  /// What a node of a job has to say.
  void report(const job_key& of, node_id from, leat::report what);
  /// Ends all jobs.
  void end();
  /// How many coordinators it has, or may have yet.
  [[nodiscard]] std::size_t clusters() const noexcept { return clusters_.size(); }

 private:
  struct job_here {
    part_plan part;
    deploy_order order;
    std::set<std::uint32_t> missing; // processes whose sessions do not stand yet
  };
  struct cluster {
    std::uint32_t here = 0;       // which of its processes this one is
    sessions_by_process sessions; // that stand
    std::set<std::uint32_t> opening;
    std::map<job_id, job_here> jobs;
  };
  using cluster_key = incarnation;
  using jobs = std::map<job_id, job_here>;

  void deploy(const cluster_key& of, job_id id, deploy_order order);
  void make_nodes(const cluster_key& of, cluster& c, jobs::iterator job);
  void end_cluster(const cluster_key& which, const std::string& why);
  void say_unreachable(const cluster& c, job_id of, std::uint32_t who, const std::string& why);
  void say(const cluster& c, std::uint32_t to, job_id of, const order& what);

  worker_order info_;
  worker_host& host_;
  std::map<cluster_key, cluster> clusters_;
  std::map<session_id, std::pair<cluster_key, std::uint32_t>> peers_;      // at the other ends
  std::map<std::uint64_t, std::pair<cluster_key, std::uint32_t>> opening_; // by key
  std::uint64_t last_key_ = 0;
};

} // namespace leat
