// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/messages.hpp"
#include "actors/caf/shared_session.hpp"
#include "actors/session/orders.hpp"

#include <memory>

namespace leat::shell {

/// Stands in one process for the nodes, or the coordinator, of a job that are in another one: the
/// commands and reports that are sent to it go there.
class link_actor final : public caf::event_based_actor {
 public:
  link_actor(caf::actor_config& config, job_id job, std::shared_ptr<shared_session> along);

  caf::behavior make_behavior() override;
  void on_exit() override { along_ = nullptr; }

 private:
  void send_order(const order& what);

  const job_id job_;
  std::shared_ptr<shared_session> along_;
};

} // namespace leat::shell
