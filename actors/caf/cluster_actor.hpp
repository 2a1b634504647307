// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/link_actor.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace leat::shell {

/// A worker, as a coordinator knows it.
struct known_worker {
  session_id along{};
  worker_order info;
};

struct cluster_settings {
  incarnation self{};
  std::vector<socket_address> workers;
  duration deploy_within{}; // then a worker that has not answered fails the job
};

/// To be answered when all workers are there, or one can't be: then with why.
struct ask_workers_message {
  std::function<void(std::vector<known_worker>, std::string)> then;
};
/// A job of which the workers are to make their parts.
struct deploy_message {
  job_part part;
  std::vector<deploy_order> orders; // for each worker
};
struct deploy_deadline_message {
  job_id which{};
};
struct job_over_message {
  job_id which{};
};
struct end_cluster_message {};

/// The coordinator's side of its sessions with workers; serves all jobs of an engine.
class cluster_actor final : public caf::event_based_actor {
 public:
  cluster_actor(caf::actor_config& config, cluster_settings settings);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  struct worker {
    std::optional<session_id> along{}; // that stands
    bool opening = false;
    std::optional<worker_order> info{};
  };
  struct job_there {
    job_part part;
    std::set<std::uint32_t> missing; // processes that have not said that they are ready
  };

  void open(std::size_t worker);
  void answer(const std::string& fault);
  void answer_if_complete();
  void on_order(std::uint32_t who, job_id of, order& what);
  void deploy(deploy_message& m);
  void lose(job_there& job, std::optional<process_id> which, const std::string& why);
  [[nodiscard]] std::string name_of(std::uint32_t process) const;

  cluster_settings settings_;
  caf::actor broker_;
  std::vector<worker> workers_;
  std::map<session_id, std::uint32_t> peers_;
  std::map<job_id, job_there> jobs_;
  std::vector<std::function<void(std::vector<known_worker>, std::string)>> askers_;
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::ask_workers_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::deploy_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::deploy_deadline_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::job_over_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::end_cluster_message)
