// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/job_part.hpp"
#include "actors/caf/session_messages.hpp"
#include "actors/cluster/cluster_core.hpp"

#include <map>
#include <string>
#include <vector>

namespace leat::shell {

struct find_workers_message {
  std::size_t least = 0;
  duration patience{};
  use_workers then;
};
struct out_of_patience_message {
  std::uint64_t search = 0;
};
/// A job of which the workers that it has links to are to make their parts.
struct deploy_message {
  job_part part;
  deploy_order order;
};
struct deploy_deadline_message {
  job_id which{};
};
struct job_over_message {
  job_id which{};
};
struct end_cluster_message {};

/// The CAF shell of a cluster core, and the part of each job that is in its process.
class cluster_actor final : public caf::event_based_actor, private cluster_host {
 public:
  cluster_actor(caf::actor_config& config, cluster_settings settings, incarnation self);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  void open(std::uint32_t process) override;
  void say(session_id to, job_id of, const order& what) override;
  void close(session_id which, const std::string& why) override;
  void be_patient(duration d, std::uint64_t search) override;
  void expect_parts(duration d, job_id of) override;
  bool deliver(job_id to, order& what) override { return parts_.at(to).deliver(what); }
  void deployed(job_id which) override;
  void process_lost(job_id of, std::optional<process_id> which, const std::string& why,
                    bool lost) override;

  void deploy(deploy_message& m);
  void job_over(job_id which);

  const std::vector<std::string> addresses_;
  const incarnation self_;
  cluster_core core_;
  caf::actor broker_;
  std::shared_ptr<const session_registry> sessions_;
  std::map<job_id, job_part> parts_;
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::find_workers_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::out_of_patience_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::deploy_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::deploy_deadline_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::job_over_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::end_cluster_message)
