// SPDX-License-Identifier: BSD-3-Clause
#include "actors/cluster/worker_core.hpp"

#include <leat/bytes.hpp>

#include <utility>

namespace leat {

namespace {

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

worker_core::worker_core(worker_order info, worker_host& host)
  : info_(std::move(info)), host_(host) {}

void worker_core::end() {
  while (!clusters_.empty())
    end_cluster(clusters_.begin()->first, "the worker was told to end");
}

void worker_core::say(const cluster& c, std::uint32_t to, job_id of, const order& what) {
  if (const auto s = c.sessions.find(to); s != c.sessions.end())
    host_.say(s->second, of, what);
}

void worker_core::report(const job_key& of, node_id from, leat::report what) {
  if (const auto c = clusters_.find(of.first); c != clusters_.end())
    say(c->second, coordinator, of.second, report_order{from, std::move(what)});
}

// -- sessions

void worker_core::on_begun(std::uint64_t key, session_id which, const hello& peer) {
  cluster_key of = peer.cluster;
  std::uint32_t who = peer.index;
  if (key != 0) {
    const auto ours = opening_.find(key);
    if (ours == opening_.end())
      return host_.close(which, "nobody waits for it any more");
    std::tie(of, who) = ours->second;
    opening_.erase(ours);
  }
  auto& c = clusters_[of];
  c.opening.erase(who);
  c.sessions[who] = which;
  peers_[which] = {of, who};
  if (who == coordinator)
    return say(c, coordinator, job_id{}, info_);
  for (auto job = c.jobs.begin(); job != c.jobs.end(); ++job)
    if (job->second.missing.erase(who) > 0 && job->second.missing.empty())
      make_nodes(of, c, job);
}

void worker_core::on_message(session_id from, std::span<const std::byte> message) {
  const auto peer = peers_.find(from);
  if (peer == peers_.end())
    return;
  const auto [of, who] = peer->second;
  auto& c = clusters_[of];
  try {
    auto [id, what] = order_in(message);
    if (c.jobs.contains(id) && host_.deliver({of, id}, what))
      return;
    if (who != coordinator)
      return;
    if (auto* d = std::get_if<deploy_order>(&what))
      deploy(of, id, std::move(*d));
    else if (std::holds_alternative<forget_order>(what) && c.jobs.erase(id) > 0)
      host_.end_nodes({of, id});
  } catch (const codec_error& e) {
    host_.close(from, std::string("a broken message: ") + e.what());
  }
}

void worker_core::on_over(std::uint64_t key, session_id which, bool by_intention,
                          const std::string& why) {
  if (const auto ours = opening_.find(key); key != 0 && ours != opening_.end()) {
    const auto [of, who] = ours->second; // it never stood
    opening_.erase(ours);
    auto& c = clusters_[of];
    c.opening.erase(who);
    for (auto& [id, job] : c.jobs)
      if (job.missing.contains(who))
        say_unreachable(c, id, who, why);
    return;
  }
  const auto peer = peers_.find(which);
  if (peer == peers_.end())
    return;
  const auto [of, who] = peer->second;
  peers_.erase(peer);
  const auto found = clusters_.find(of);
  if (found == clusters_.end())
    return;
  if (who == coordinator) {
    if (!by_intention)
      host_.log("a coordinator is gone, its jobs end here: " + why);
    return end_cluster(of, "the coordinator is gone");
  }
  auto& c = found->second;
  if (const auto s = c.sessions.find(who); s != c.sessions.end() && s->second == which)
    c.sessions.erase(s); // not one with its successor
  for (auto& [id, job] : c.jobs) {
    const auto s = job.part.along.find(who);
    if (s != job.part.along.end() && s->second == which)
      say(c, coordinator, id, lost_order{who, why});
    else if (!job.missing.empty() && neighbours_of(c.here, *job.part.plan).contains(who))
      say_unreachable(c, id, who, why);
  }
  if (c.sessions.empty() && c.opening.empty() && c.jobs.empty())
    clusters_.erase(found); // its coordinator has never come
}

void worker_core::say_unreachable(const cluster& c, job_id of, std::uint32_t who,
                                  const std::string& why) {
  say(c, coordinator, of,
      deployed_order{"worker " + std::to_string(who) + " cannot be reached from worker "
                       + std::to_string(c.here) + " at "
                       + c.jobs.at(of).order.addresses.at(who - 1) + ": " + why,
                     true});
}

// -- jobs

void worker_core::deploy(const cluster_key& of, job_id id, deploy_order order) {
  auto& c = clusters_[of];
  const auto refuse = [&](const std::string& why) {
    host_.log("a job was refused: " + why);
    say(c, coordinator, id, deployed_order{why});
  };
  if (c.jobs.contains(id))
    return refuse("the job is there already");
  auto built = host_.build(order);
  if (!built.plan)
    return refuse(built.refusal);
  c.here = order.process;
  const auto job = c.jobs.try_emplace(id).first;
  auto& [part, kept, missing] = job->second;
  part.here = process_id(order.process);
  part.plan = std::move(built.plan);
  kept = std::move(order);
  for (const auto who : neighbours_of(c.here, *part.plan)) {
    if (c.sessions.contains(who))
      continue;
    missing.insert(who);
    if (who < c.here || !c.opening.insert(who).second)
      continue; // the smaller one connects
    const auto key = ++last_key_;
    opening_[key] = {of, who};
    const auto address = who <= kept.addresses.size() ? kept.addresses[who - 1] : std::string();
    if (!host_.open(key, address, of, c.here)) {
      opening_.erase(key);
      c.opening.erase(who);
      return refuse("'" + address + "' is no address of a worker");
    }
  }
  if (missing.empty())
    make_nodes(of, c, job);
}

void worker_core::make_nodes(const cluster_key& of, cluster& c, jobs::iterator job) {
  job->second.part.along = c.sessions;
  host_.make_nodes({of, job->first}, job->second.part);
  say(c, coordinator, job->first, deployed_order{});
}

void worker_core::end_cluster(const cluster_key& which, const std::string& why) {
  const auto found = clusters_.find(which);
  auto c = std::move(found->second);
  for (auto& [id, unused] : c.jobs)
    host_.end_nodes({which, id});
  std::erase_if(opening_, [&](auto& o) { return o.second.first == which; });
  clusters_.erase(found);
  for (auto& [unused, session] : c.sessions) {
    peers_.erase(session);
    host_.close(session, why);
  }
}

} // namespace leat
