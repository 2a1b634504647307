// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/worker_actor.hpp"

#include "actors/caf/link_actor.hpp"
#include "actors/caf/node_shell.hpp"
#include <leat/diagnosis.hpp>

#include <exception>
#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

worker_actor::worker_actor(caf::actor_config& config, worker_settings settings)
  : caf::event_based_actor(config), settings_(std::move(settings)),
    core_(settings_.info, *this) {}

caf::behavior worker_actor::make_behavior() {
  set_down_handler([this](caf::down_msg& down) {
    if (down.source == broker_) {
      settings_.log("the sessions of this worker have broken down, start it again: "
                    + to_string(down.reason));
      return core_.end();
    }
    const auto node = watched_.find(down.source);
    if (node == watched_.end())
      return;
    const auto [of, which] = node->second;
    watched_.erase(node);
    if (down.reason)
      core_.report(of, which, node_crashed{to_string(down.reason)});
  });
  return {
    [this](use_broker_message& m) {
      broker_ = std::move(m.broker);
      monitor(broker_);
      sessions_ = std::move(m.sessions);
    },
    [this](const session_begun_message& m) { core_.on_begun(m.key, m.which, m.peer); },
    [this](const received_message& m) { core_.on_message(m.on, m.bytes); },
    [this](const session_over_message& m) {
      core_.on_over(m.key, m.which, m.how == session_core::state::closed, m.why);
    },
    [this](end_worker_message) {
      core_.end();
      send(broker_, close_all_message{"the worker was told to end"});
      quit();
    },
  };
}

void worker_actor::on_exit() {
  broker_ = nullptr;
  sessions_ = nullptr;
  settings_ = {};
  parts_.clear();
}

// -- what the core wants

bool worker_actor::open(std::uint64_t key, const std::string& address,
                        const incarnation& cluster, std::uint32_t index) {
  try {
    send(broker_,
         open_session_message{key, socket_address::read(address), cluster, index, this});
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void worker_actor::say(session_id to, job_id of, const order& what) {
  sessions_->find(to)->send(lane::orders, {}, to_message(of, what));
}

void worker_actor::close(session_id which, const std::string& why) {
  send(broker_, close_session_message{which, why});
}

void worker_actor::make_nodes(const job_key& of, const part_plan& from) {
  auto& part = parts_[of];
  part.id = of.second;
  part.here = from.here;
  part.plan = from.plan;
  part.edges = edges_of(*part.plan);
  part.along = from.along;
  std::map<std::uint32_t, caf::actor> links;
  for (auto& [who, session] : from.along) {
    links[who] = system().spawn<link_actor>(part.id, sessions_->find(session));
    part.links.push_back(links[who]);
  }
  auto nodes = std::make_shared<std::vector<caf::actor>>();
  for (auto& plan : part.plan->nodes) {
    if (plan.process != part.here) {
      // none where nothing goes from here
      nodes->push_back(links[static_cast<std::uint32_t>(plan.process)]);
      continue;
    }
    nodes->push_back(spawn_node(system(), plan, settings_.services));
    monitor(nodes->back());
    watched_[nodes->back().address()] = {of, plan.id};
  }
  part.nodes = nodes;
  part.coordinator = links.at(0);
  part.let_in(*sessions_);
  const auto routes = part.ways_out({sessions_, settings_.info.most_item_bytes});
  for (std::size_t n = 0; n < nodes->size(); ++n)
    if (part.plan->nodes[n].process == part.here)
      caf::anon_send<high>((*nodes)[n], connect_message{part.nodes, part.coordinator, routes});
}

bool worker_actor::deliver(const job_key& to, order& what) {
  const auto part = parts_.find(to);
  return part != parts_.end() && part->second.deliver(what);
}

void worker_actor::end_nodes(const job_key& of) {
  const auto found = parts_.find(of);
  if (found == parts_.end())
    return;
  auto& part = found->second;
  for (std::size_t n = 0; n < part.nodes->size(); ++n)
    if (part.plan->nodes[n].process == part.here)
      caf::anon_send<high>((*part.nodes)[n], command_message{node_id(n), command::abort{}});
  part.close(*sessions_);
  parts_.erase(found);
}

} // namespace leat::shell
