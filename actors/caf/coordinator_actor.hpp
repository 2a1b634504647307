// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/messages.hpp"
#include <leat/coordinator_core.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace leat::shell {

/// What the job's owner wants to hear. Called on the coordinator's thread.
struct job_listener {
  std::function<void(job_result)> ended;
  std::function<void(const failure&)> item_failed;
  std::function<void(branch_id, const job_result&)> branch_ended;
};

/// The CAF shell of a coordinator.
class coordinator_actor final : public caf::event_based_actor, private coordinator_host {
 public:
  coordinator_actor(caf::actor_config& config, std::shared_ptr<const job_plan> plan,
                    job_listener listener);

  caf::behavior make_behavior() override;

 private:
  void tell(node_id whom, node_command what) override;
  void job_ended(job_result result) override;
  void status_known(const std::vector<node_status>& nodes) override;
  void branch_ended(branch_id which, const job_result& result) override {
    listener_.branch_ended(which, result);
  }
  void item_failed(const failure& what) override { listener_.item_failed(what); }

  void begin(begin_message& m);
  void cancel();
  void lose(const process_lost_message& m);
  void attach_branch(attach_message& m);
  void finish_if_gone();

  std::shared_ptr<const job_plan> plan_;
  job_listener listener_;
  coordinator_core core_;
  caf::actor self_; // CAF ends an actor that nobody refers to; this one lives until its job is over
  peers nodes_;
  std::size_t alive_ = 0; // actors that have not gone yet
  bool waits_ = false;    // for nodes in other processes
  std::vector<std::function<void(const std::vector<node_status>&)>> askers_;
  std::optional<job_result> result_;
};

} // namespace leat::shell
