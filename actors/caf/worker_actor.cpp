// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/worker_actor.hpp"

#include "actors/caf/node_shell.hpp"
#include <leat/bytes.hpp>

#include <utility>

namespace leat::shell {

namespace {

constexpr auto high = caf::message_priority::high;
constexpr std::uint32_t coordinator = 0;

/// The processes that a process of the plan exchanges packets with, beside the coordinator.
std::set<std::uint32_t> neighbours_of(std::uint32_t here, const job_plan& plan) {
  std::set<std::uint32_t> all;
  for (auto& node : plan.nodes)
    for (auto& edge : node.inputs) {
      const auto from = static_cast<std::uint32_t>(plan.nodes[index(edge.from)].process);
      const auto to = static_cast<std::uint32_t>(node.process);
      if (from == here)
        all.insert(to);
      if (to == here)
        all.insert(from);
    }
  all.erase(here);
  all.erase(coordinator);
  return all;
}

} // namespace

worker_actor::worker_actor(caf::actor_config& config, worker_settings settings)
  : caf::event_based_actor(config), settings_(std::move(settings)) {}

caf::behavior worker_actor::make_behavior() {
  set_down_handler([this](caf::down_msg& down) {
    const auto node = watched_.find(down.source);
    if (node == watched_.end())
      return;
    const auto [of, which] = node->second;
    watched_.erase(node);
    const auto c = clusters_.find(of.first);
    if (down.reason && c != clusters_.end())
      say(c->second, coordinator, of.second,
          report_order{which, node_crashed{to_string(down.reason)}});
  });
  return {
    [this](use_broker_message& m) { broker_ = std::move(m.broker); },
    [this](const session_begun_message& m) { on_begun(m); },
    [this](received_message& m) { on_received(m); },
    [this](const session_over_message& m) { on_over(m); },
    [this](end_worker_message) {
      while (!clusters_.empty())
        end_cluster(clusters_.begin()->first);
      send(broker_, close_all_message{"the worker was told to end"});
      quit();
    },
  };
}

void worker_actor::on_exit() {
  broker_ = nullptr;
  settings_ = {};
  clusters_.clear();
}

void worker_actor::say(const cluster& c, std::uint32_t to, job_id of, const order& what) {
  if (const auto s = c.sessions.find(to); s != c.sessions.end())
    send(broker_, send_message{s->second, lane::orders, {}, to_message(of, what)});
}

// -- sessions

void worker_actor::on_begun(const session_begun_message& m) {
  cluster_key of = m.peer.cluster;
  std::uint32_t who = m.peer.index;
  if (const auto ours = opening_.find(m.key); m.key != 0 && ours != opening_.end()) {
    std::tie(of, who) = ours->second;
    opening_.erase(ours);
  }
  auto& c = clusters_[of];
  c.opening.erase(who);
  c.sessions[who] = m.which;
  peers_[m.which] = {of, who};
  if (who == coordinator)
    return say(c, coordinator, job_id{}, settings_.info);
  for (auto& [unused, job] : c.jobs) {
    if (job.missing.erase(who) > 0 && job.missing.empty())
      spawn_nodes(c, job);
  }
}

void worker_actor::on_received(received_message& m) {
  const auto peer = peers_.find(m.on);
  if (peer == peers_.end())
    return;
  const auto [of, who] = peer->second;
  auto& c = clusters_[of];
  if (m.by == lane::packets) {
    if (const auto job = c.jobs.find(job_of(m.in)); job != c.jobs.end())
      job->second.part.deliver(edge_of(m.in), std::move(m.bytes));
    return;
  }
  try {
    auto [id, what] = order_in(m.bytes);
    const auto job = c.jobs.find(id);
    if (job != c.jobs.end() && job->second.part.deliver(what))
      return;
    if (who != coordinator)
      return;
    if (auto* d = std::get_if<deploy_order>(&what))
      deploy(of, id, std::move(*d));
    else if (std::holds_alternative<forget_order>(what) && job != c.jobs.end())
      forget(c, job);
  } catch (const codec_error& e) {
    send(broker_, close_session_message{m.on, std::string("a broken message: ") + e.what()});
  }
}

void worker_actor::on_over(const session_over_message& m) {
  if (const auto ours = opening_.find(m.key); m.key != 0 && ours != opening_.end()) {
    const auto [of, who] = ours->second; // it never stood
    opening_.erase(ours);
    auto& c = clusters_[of];
    c.opening.erase(who);
    for (auto& [id, job] : c.jobs)
      if (job.missing.contains(who))
        say(c, coordinator, id,
            deployed_order{"worker " + std::to_string(who) + " cannot be reached from worker "
                           + std::to_string(c.here) + ": " + m.why});
    return;
  }
  const auto peer = peers_.find(m.which);
  if (peer == peers_.end())
    return;
  const auto [of, who] = peer->second;
  peers_.erase(peer);
  const auto found = clusters_.find(of);
  if (found == clusters_.end())
    return;
  if (who == coordinator) {
    if (m.how != session_core::state::closed)
      settings_.log("a coordinator is gone, its jobs end here: " + m.why);
    return end_cluster(of);
  }
  auto& c = found->second;
  c.sessions.erase(who);
  for (auto& [id, job] : c.jobs)
    if (neighbours_of(c.here, *job.part.plan).contains(who))
      say(c, coordinator, id, lost_order{who, m.why});
}

// -- jobs

void worker_actor::deploy(const cluster_key& of, job_id id, deploy_order order) {
  auto& c = clusters_[of];
  const auto refuse = [&](const std::string& why) {
    settings_.log("a job was refused: " + why);
    say(c, coordinator, id, deployed_order{why});
  };
  if (c.jobs.contains(id))
    return refuse("the job is there already");
  auto built = settings_.build(order);
  if (!built.plan)
    return refuse(built.refusal);
  c.here = order.process;
  auto& job = c.jobs[id];
  job.part.id = id;
  job.part.here = process_id(order.process);
  job.part.plan = std::move(built.plan);
  job.part.edges = edges_of(*job.part.plan);
  job.order = std::move(order);
  for (const auto who : neighbours_of(c.here, *job.part.plan)) {
    if (c.sessions.contains(who))
      continue;
    job.missing.insert(who);
    if (who < c.here || !c.opening.insert(who).second)
      continue; // the smaller one connects
    const auto key = ++last_key_;
    opening_[key] = {of, who};
    try {
      auto to = socket_address::read(job.order.addresses.at(who - 1));
      send(broker_, open_session_message{key, std::move(to), of, c.here, this});
    } catch (const std::exception& e) {
      return refuse(e.what());
    }
  }
  if (job.missing.empty())
    spawn_nodes(c, job);
}

void worker_actor::spawn_nodes(cluster& c, job_here& job) {
  auto& part = job.part;
  std::map<std::uint32_t, caf::actor> links;
  for (auto& [who, session] : c.sessions) {
    links[who] = system().spawn<link_actor>(part.id, part.plan, broker_, session);
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
    const auto of = peers_.at(c.sessions.at(coordinator)).first;
    watched_[nodes->back().address()] = {{of, part.id}, plan.id};
  }
  part.nodes = nodes;
  part.coordinator = links.at(coordinator);
  for (auto& link : part.links)
    caf::anon_send<high>(link, connect_message{nullptr, part.coordinator});
  for (std::size_t n = 0; n < nodes->size(); ++n)
    if (part.plan->nodes[n].process == part.here)
      caf::anon_send<high>((*nodes)[n], connect_message{part.nodes, part.coordinator});
  say(c, coordinator, part.id, deployed_order{});
}

void worker_actor::forget(cluster& c, std::map<job_id, job_here>::iterator job) {
  auto& part = job->second.part;
  for (std::size_t n = 0; part.nodes && n < part.nodes->size(); ++n)
    if (part.plan->nodes[n].process == part.here)
      caf::anon_send<high>((*part.nodes)[n], command_message{node_id(n), command::abort{}});
  for (auto& link : part.links)
    send_exit(link, caf::exit_reason::user_shutdown);
  c.jobs.erase(job);
}

void worker_actor::end_cluster(const cluster_key& which) {
  const auto found = clusters_.find(which);
  auto& c = found->second;
  while (!c.jobs.empty())
    forget(c, c.jobs.begin());
  for (auto& [unused, session] : c.sessions) {
    peers_.erase(session);
    send(broker_, close_session_message{session, "the coordinator is gone"});
  }
  std::erase_if(opening_, [&](auto& o) { return o.second.first == which; });
  clusters_.erase(found);
}

} // namespace leat::shell
