// SPDX-License-Identifier: BSD-3-Clause
#include "actors/cluster/cluster_core.hpp"

#include <leat/bytes.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace leat {

namespace {
constexpr auto no_answer = "it does not answer: it has not made its part of a job in time";
} // namespace

cluster_core::cluster_core(cluster_settings settings, cluster_host& host)
  : settings_(std::move(settings)), host_(host), workers_(settings_.workers.size()) {}

std::string cluster_core::name_of(std::uint32_t process) const {
  return "worker " + settings_.workers.at(process - 1);
}

// -- from the sessions

void cluster_core::on_begun(std::uint32_t process, session_id along) {
  auto& w = workers_.at(process - 1);
  w.opening = false;
  w.along = along;
  peers_[along] = process;
}

void cluster_core::on_message(session_id from, std::span<const std::byte> message) {
  const auto who = peers_.find(from);
  if (who == peers_.end())
    return;
  try {
    auto [of, what] = order_in(message);
    on_order(who->second, of, what);
  } catch (const codec_error& e) {
    host_.close(from, std::string("a broken message: ") + e.what());
  }
}

void cluster_core::on_over(std::uint32_t who, session_id which, bool for_good,
                           const std::string& why) {
  workers_.at(who - 1) = {};
  peers_.erase(which);
  last_fault_ = name_of(who) + ": " + why;
  for (auto& [id, job] : jobs_)
    if (job.members.contains(who))
      lose(id, job, who, last_fault_);
  if (!for_good && std::ranges::any_of(searches_, [](auto& s) { return s.second.hopeful; }))
    open(who - 1);
  answer();
}

void cluster_core::all_over(const std::string& why) {
  for (std::uint32_t who = 1; who <= workers_.size(); ++who)
    on_over(who, workers_[who - 1].along.value_or(session_id{}), true, why);
}

// -- who is there

void cluster_core::find(std::size_t least, duration patience, use_workers then) {
  const auto which = ++last_search_;
  searches_[which] = {least, patience, std::move(then)};
  for (std::size_t w = 0; w < workers_.size(); ++w)
    if (!workers_[w].may_come())
      open(w);
  host_.be_patient(patience, which);
  answer();
}

void cluster_core::open(std::size_t worker) {
  workers_[worker].opening = true;
  host_.open(static_cast<std::uint32_t>(worker + 1));
}

void cluster_core::on_patience_end(std::uint64_t search) {
  const auto one = searches_.find(search);
  if (one == searches_.end())
    return;
  auto& it = one->second;
  const auto hope_left = it.patient ? settings_.connect_within - it.patience : duration();
  it.hopeful = hope_left > duration::zero();
  if (std::exchange(it.patient, false)) // then those that are being opened have to be through
    host_.be_patient(std::max(hope_left, settings_.connect_within / 4), search);
  else
    it.over = true;
  answer();
}

void cluster_core::end() {
  for (auto& [unused, one] : std::exchange(searches_, {}))
    one.then({}, "the engine has ended");
  jobs_.clear();
}

void cluster_core::answer() {
  for (auto one = searches_.begin(); one != searches_.end();)
    one = answer(one->second) ? searches_.erase(one) : std::next(one);
}

/// True if there was something to answer.
bool cluster_core::answer(search& of) {
  const auto count = [this](auto what) {
    return static_cast<std::size_t>(std::count_if(workers_.begin(), workers_.end(), what));
  };
  const auto ready = count([](auto& w) { return w.ready(); });
  const auto may_come = count([](auto& w) { return w.may_come(); });
  if (may_come < of.least || (ready < of.least && of.over)) {
    of.then({}, last_fault_);
    return true;
  }
  if (ready < of.least || (ready < may_come && of.patient))
    return false;
  present_workers known;
  for (auto& w : workers_)
    known.push_back(w.ready() ? std::optional(known_worker{*w.along, *w.info}) : std::nullopt);
  of.then(std::move(known), {});
  return true;
}

/// Why a worker can't be one of this cluster, if so.
std::string cluster_core::misfit(const worker_order& info) const {
  if (info.program != settings_.program)
    return "it runs another program (" + info.program + ", here " + settings_.program
      + "); start the same executable there";
  if (info.most_item_bytes != settings_.most_item_bytes)
    return "it takes items of " + std::to_string(info.most_item_bytes) + " bytes, here "
      + std::to_string(settings_.most_item_bytes) + "; give all processes the same --max-item";
  return {};
}

void cluster_core::on_order(std::uint32_t who, job_id of, order& what) {
  if (auto* info = std::get_if<worker_order>(&what)) {
    auto& w = workers_[who - 1];
    if (const auto why = misfit(*info); !why.empty())
      return host_.close(*w.along, why);
    w.info = std::move(*info);
    return answer();
  }
  const auto found = jobs_.find(of);
  if (found == jobs_.end())
    return;
  auto& job = found->second;
  if (host_.deliver(of, what))
    return;
  if (auto* d = std::get_if<deployed_order>(&what)) {
    if (!d->refusal.empty())
      return fail(of, job, name_of(who) + " refuses the job: " + d->refusal, d->unreachable);
    if (job.missing.erase(who) > 0 && job.missing.empty())
      host_.deployed(of);
  } else if (auto* l = std::get_if<lost_order>(&what)) {
    if (job.members.contains(l->process))
      lose(of, job, l->process, name_of(who) + " has lost " + name_of(l->process) + ": " + l->why);
  }
}

// -- jobs

void cluster_core::deploy(job_id id, const std::vector<bool>& have_part, deploy_order order) {
  auto& job = jobs_[id];
  order.addresses = addresses();
  for (std::size_t w = 0; w < workers_.size(); ++w) {
    if (!have_part[w])
      continue;
    const auto who = static_cast<std::uint32_t>(w + 1);
    if (!workers_[w].along)
      return fail(id, job, name_of(who) + " is gone", true);
    job.members.insert(who);
    job.missing.insert(who);
    order.process = who;
    host_.say(*workers_[w].along, id, order);
  }
  if (job.missing.empty()) // all of it is here
    return host_.deployed(id);
  host_.expect_parts(settings_.deploy_within, id);
}

void cluster_core::on_deploy_deadline(job_id of) {
  const auto job = jobs_.find(of);
  if (job == jobs_.end())
    return;
  for (const auto who : std::set(job->second.missing)) // what has become of it shows then
    if (const auto& along = workers_[who - 1].along)
      host_.close(*along, no_answer);
}

void cluster_core::job_over(job_id which) {
  const auto job = jobs_.find(which);
  if (job == jobs_.end())
    return;
  for (const auto who : job->second.members)
    if (const auto& along = workers_[who - 1].along)
      host_.say(*along, which, forget_order{});
  jobs_.erase(job);
}

/// Where the workers reach each other.
std::vector<std::string> cluster_core::addresses() const {
  std::vector<std::string> all;
  for (std::size_t w = 0; w < workers_.size(); ++w) {
    const auto& info = workers_[w].info;
    all.push_back(info && !info->advertised.empty() ? info->advertised : settings_.workers[w]);
  }
  return all;
}

/// What the process has had is gone; all of the job, if it was being deployed.
void cluster_core::lose(job_id id, job_there& job, std::uint32_t who, const std::string& why) {
  if (!job.missing.empty())
    return fail(id, job, why, true);
  host_.process_lost(id, process_id(who), why, true);
}

/// The job has never begun.
void cluster_core::fail(job_id id, job_there& job, const std::string& why, bool lost) {
  job.missing.clear();
  host_.process_lost(id, std::nullopt, why, lost);
}

} // namespace leat
