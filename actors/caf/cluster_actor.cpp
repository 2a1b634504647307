// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/cluster_actor.hpp"

#include "actors/caf/reminder.hpp"
#include "actors/caf/worker_actor.hpp"

#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

cluster_actor::cluster_actor(caf::actor_config& config, cluster_settings settings,
                             incarnation self)
  : caf::event_based_actor(config), addresses_(settings.workers), self_(self),
    core_(std::move(settings), *this) {}

caf::behavior cluster_actor::make_behavior() {
  set_down_handler([this](caf::down_msg& down) {
    core_.all_over("the sessions of this process have broken down: " + to_string(down.reason));
  });
  return {
    [this](use_broker_message& m) {
      broker_ = std::move(m.broker);
      monitor(broker_);
      sessions_ = std::move(m.sessions);
    },
    [this](find_workers_message& m) { core_.find(m.least, m.patience, std::move(m.then)); },
    [this](out_of_patience_message m) { core_.on_patience_end(m.search); },
    [this](const session_begun_message& m) {
      core_.on_begun(static_cast<std::uint32_t>(m.key), m.which);
    },
    [this](const received_message& m) { core_.on_message(m.on, m.bytes); },
    [this](const session_over_message& m) {
      const bool for_good =
        m.how == session_core::state::closed || m.how == session_core::state::refused;
      core_.on_over(static_cast<std::uint32_t>(m.key), m.which, for_good, m.why);
    },
    [this](deploy_message& m) { deploy(m); },
    [this](deploy_deadline_message m) { core_.on_deploy_deadline(m.which); },
    [this](job_over_message m) { job_over(m.which); },
    [this](end_cluster_message) {
      core_.end();
      send(broker_, close_all_message{"the coordinator has ended"});
      quit();
    },
  };
}

void cluster_actor::on_exit() {
  broker_ = nullptr;
  sessions_ = nullptr;
  parts_.clear();
}

void cluster_actor::deploy(deploy_message& m) {
  const auto id = m.part.id;
  std::vector<bool> have_part;
  have_part.reserve(m.part.links.size());
  for (auto& link : m.part.links)
    have_part.push_back(link != nullptr);
  m.part.let_in(*sessions_);
  parts_[id] = std::move(m.part);
  core_.deploy(id, have_part, std::move(m.order));
}

void cluster_actor::job_over(job_id which) {
  core_.job_over(which);
  const auto part = parts_.find(which);
  if (part == parts_.end())
    return;
  part->second.close(*sessions_);
  parts_.erase(part);
}

// -- what the core wants

void cluster_actor::open(std::uint32_t process) {
  auto to = socket_address::read(addresses_.at(process - 1));
  send(broker_, open_session_message{process, std::move(to), self_, 0, this});
}

void cluster_actor::say(session_id to, job_id of, const order& what) {
  sessions_->find(to)->send(lane::orders, {}, to_message(of, what));
}

void cluster_actor::close(session_id which, const std::string& why) {
  send(broker_, close_session_message{which, why});
}

void cluster_actor::be_patient(duration d, std::uint64_t search) {
  remind(this, d, out_of_patience_message{search});
}

void cluster_actor::expect_parts(duration d, job_id of) {
  remind(this, d, deploy_deadline_message{of});
}

void cluster_actor::deployed(job_id which) {
  caf::anon_send<high>(parts_.at(which).coordinator, deployed_message{});
}

void cluster_actor::process_lost(job_id of, std::optional<process_id> which,
                                 const std::string& why, bool lost) {
  caf::anon_send<high>(parts_.at(of).coordinator, process_lost_message{which, why, lost});
}

} // namespace leat::shell
