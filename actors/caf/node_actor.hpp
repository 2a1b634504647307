// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/node_shell.hpp"

#include <optional>

namespace leat::shell {

/// The CAF shell of a node: messages become calls of the core, timers one message of the actor
/// clock.
class node_actor final : public caf::event_based_actor {
 public:
  node_actor(caf::actor_config& config, node_plan plan,
             std::shared_ptr<const node_services> services);
  ~node_actor() override;

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  class host;

  void done_if_over();

  node_plan plan_;
  std::shared_ptr<const node_services> services_;
  std::unique_ptr<host> host_;
  std::optional<node_core> core_;
};

} // namespace leat::shell
