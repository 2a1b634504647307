// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/link_actor.hpp"

#include <utility>

namespace leat::shell {

link_actor::link_actor(caf::actor_config& config, job_id job,
                       std::shared_ptr<shared_session> along)
  : caf::event_based_actor(config), job_(job), along_(std::move(along)) {}

caf::behavior link_actor::make_behavior() {
  return {
    [this](const command_message& m) { send_order(command_order{m.to, m.what}); },
    [this](const report_message& m) { send_order(report_order{m.from, m.what}); },
  };
}

void link_actor::send_order(const order& what) {
  along_->send(lane::orders, {}, to_message(job_, what));
}

} // namespace leat::shell
