// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/node_shell.hpp"

#include <memory>
#include <thread>

namespace leat::shell {

class node_thread;

/// The letter box of a node that runs in a thread of its own, since its functions wait. (A detached
/// actor would do, but CAF's system waits for those without limit.)
class threaded_node_actor final : public caf::event_based_actor {
 public:
  threaded_node_actor(caf::actor_config& config, node_plan plan,
                      std::shared_ptr<const node_services> services);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  node_plan plan_;
  std::shared_ptr<const node_services> services_;
  std::shared_ptr<node_thread> node_;
  std::thread thread_;
};

} // namespace leat::shell
