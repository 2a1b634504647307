// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/cluster_actor.hpp"

#include "actors/caf/worker_actor.hpp"
#include <leat/bytes.hpp>

#include <algorithm>
#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

cluster_actor::cluster_actor(caf::actor_config& config, cluster_settings settings)
  : caf::event_based_actor(config), settings_(std::move(settings)),
    workers_(settings_.workers.size()) {}

caf::behavior cluster_actor::make_behavior() {
  return {
    [this](use_broker_message& m) { broker_ = std::move(m.broker); },
    [this](ask_workers_message& m) {
      askers_.push_back(std::move(m.then));
      for (std::size_t w = 0; w < workers_.size(); ++w)
        if (!workers_[w].along && !workers_[w].opening)
          open(w);
      answer_if_complete();
    },
    [this](const session_begun_message& m) {
      auto& w = workers_.at(m.key - 1);
      w.opening = false;
      w.along = m.which;
      peers_[m.which] = static_cast<std::uint32_t>(m.key);
    },
    [this](received_message& m) {
      const auto who = peers_.find(m.on);
      if (who == peers_.end())
        return;
      if (m.by == lane::packets) {
        if (const auto job = jobs_.find(job_of(m.in)); job != jobs_.end())
          job->second.part.deliver(edge_of(m.in), std::move(m.bytes));
        return;
      }
      try {
        auto [of, what] = order_in(m.bytes);
        on_order(who->second, of, what);
      } catch (const codec_error& e) {
        send(broker_, close_session_message{m.on, std::string("a broken message: ") + e.what()});
      }
    },
    [this](const session_over_message& m) {
      auto& w = workers_.at(m.key - 1);
      w = {};
      peers_.erase(m.which);
      const auto who = static_cast<std::uint32_t>(m.key);
      answer(name_of(who) + ": " + m.why);
      for (auto& [unused, job] : jobs_)
        lose(job, process_id(who), name_of(who) + ": " + m.why);
    },
    [this](deploy_message& m) { deploy(m); },
    [this](deploy_deadline_message m) {
      const auto job = jobs_.find(m.which);
      if (job != jobs_.end() && !job->second.missing.empty())
        lose(job->second, std::nullopt,
             name_of(*job->second.missing.begin()) + " does not answer: it cannot make its part "
                                                     "of the job");
    },
    [this](job_over_message m) {
      const auto job = jobs_.find(m.which);
      if (job == jobs_.end())
        return;
      for (auto& w : workers_)
        if (w.along)
          send(broker_,
               send_message{*w.along, lane::orders, {}, to_message(m.which, forget_order{})});
      for (auto& link : job->second.part.links)
        send_exit(link, caf::exit_reason::user_shutdown);
      jobs_.erase(job);
    },
    [this](end_cluster_message) {
      answer("the engine has ended");
      send(broker_, close_all_message{"the coordinator has ended"});
      quit();
    },
  };
}

void cluster_actor::on_exit() {
  broker_ = nullptr;
  jobs_.clear();
}

std::string cluster_actor::name_of(std::uint32_t process) const {
  return "worker " + settings_.workers.at(process - 1).text();
}

void cluster_actor::open(std::size_t worker) {
  workers_[worker].opening = true;
  auto& to = settings_.workers[worker];
  send(broker_, open_session_message{worker + 1, to, settings_.self, 0, this});
}

void cluster_actor::answer(const std::string& fault) {
  std::vector<known_worker> known;
  if (fault.empty())
    for (auto& w : workers_)
      known.push_back({*w.along, *w.info});
  for (auto& ask : std::exchange(askers_, {}))
    ask(known, fault);
}

void cluster_actor::answer_if_complete() {
  if (std::all_of(workers_.begin(), workers_.end(), [](auto& w) { return w.along && w.info; }))
    answer({});
}

void cluster_actor::on_order(std::uint32_t who, job_id of, order& what) {
  if (auto* info = std::get_if<worker_order>(&what)) {
    workers_[who - 1].info = std::move(*info);
    return answer_if_complete();
  }
  const auto found = jobs_.find(of);
  if (found == jobs_.end())
    return;
  auto& job = found->second;
  if (job.part.deliver(what))
    return;
  if (auto* d = std::get_if<deployed_order>(&what)) {
    if (!d->refusal.empty())
      return lose(job, std::nullopt, name_of(who) + " refuses the job: " + d->refusal);
    if (job.missing.erase(who) > 0 && job.missing.empty())
      caf::anon_send<high>(job.part.coordinator, deployed_message{});
  } else if (auto* l = std::get_if<lost_order>(&what)) {
    if (l->process > 0 && l->process <= workers_.size())
      lose(job, process_id(l->process),
           name_of(who) + " has lost " + name_of(l->process) + ": " + l->why);
  }
}

void cluster_actor::deploy(deploy_message& m) {
  const auto id = m.part.id;
  auto& job = jobs_[id];
  job.part = std::move(m.part);
  for (std::size_t w = 0; w < workers_.size(); ++w) {
    const auto who = static_cast<std::uint32_t>(w + 1);
    if (!workers_[w].along)
      return lose(job, std::nullopt, name_of(who) + " is gone");
    job.missing.insert(who);
    send(broker_, send_message{*workers_[w].along, lane::orders, {}, to_message(id, m.orders[w])});
  }
  delayed_send(this, settings_.deploy_within, deploy_deadline_message{id});
}

void cluster_actor::lose(job_there& job, std::optional<process_id> which, const std::string& why) {
  const bool deploying = !job.missing.empty();
  job.missing.clear();
  caf::anon_send<high>(job.part.coordinator,
                       process_lost_message{deploying ? std::nullopt : which, why});
}

} // namespace leat::shell
