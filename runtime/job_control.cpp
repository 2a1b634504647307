// SPDX-License-Identifier: BSD-3-Clause
#include "job_control.hpp"

#include "grow_plan.hpp"
#include "log.hpp"
#include "outcome.hpp"
#include <leat/inside_node.hpp>

#include <algorithm>
#include <future>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace leat {

namespace {

constexpr duration answer_within = std::chrono::milliseconds(500);
constexpr duration cancelled_within = std::chrono::seconds(1);

} // namespace

void require_outside(const char* what) {
  if (inside_node())
    throw std::system_error(
      std::make_error_code(std::errc::resource_deadlock_would_occur),
      std::string("leat: ") + what
        + " inside a function of a pipeline might wait for itself; use its callback form");
}

job_control::job_control(std::shared_ptr<const job_plan> plan, std::shared_ptr<leat::graph> of,
                         bool fused)
  : plan_(std::move(plan)), graph_(std::move(of)), fused_(fused), last_(first_status(*plan_)) {
  for (auto& node : last_)
    node.silent = true;
}

void job_control::ended(job_result result) {
  std::exception_ptr reason;
  std::vector<std::function<void(std::exception_ptr)>> listeners;
  std::vector<std::shared_ptr<branch_control>> branches;
  {
    const std::lock_guard lock(mutex_);
    state_ = state_of(result.outcome);
    reason = reason_of(result);
    if (state_ == job_state::failed)
      failure_ = reason;
    last_ = std::move(result.nodes);
    listeners = std::move(listeners_);
    branches = branches_;
    attachable_ = false;
  }
  tell_end(*graph_, reason);
  for (auto& branch : branches)
    branch->ended(result); // one that was under way when the job ended
  {
    const node_scope here;
    for (auto& f : listeners)
      tell(f, failure_);
  }
  const bool told = !listeners.empty();
  listeners.clear(); // nothing of the program is left here when its job is over
  reason = nullptr;
  const std::lock_guard lock(mutex_);
  ended_ = true;
  told_ = told_ || told;
  over_.notify_all();
}

void job_control::redeployed(std::shared_ptr<const job_plan> plan) {
  const std::lock_guard lock(mutex_);
  plan_ = std::move(plan);
}

void job_control::rethrow_failure() const {
  if (!failure_)
    return;
  told_ = true;
  std::rethrow_exception(failure_);
}

void job_control::wait() {
  require_outside("waiting for a job");
  std::unique_lock lock(mutex_);
  over_.wait(lock, [this] { return ended_; });
  rethrow_failure();
}

bool job_control::wait_for(duration d) {
  require_outside("waiting for a job");
  std::unique_lock lock(mutex_);
  if (!over_.wait_for(lock, std::min(d, longest_wait), [this] { return ended_; }))
    return false;
  rethrow_failure();
  return true;
}

bool job_control::is_over_in(duration d) noexcept {
  std::unique_lock lock(mutex_);
  return over_.wait_for(lock, std::min(d, longest_wait), [this] { return ended_; });
}

bool job_control::is_over_in(duration d, const std::stop_token& stop) const {
  std::unique_lock lock(mutex_);
  return over_.wait_for(lock, stop, std::min(d, longest_wait), [this] { return ended_; });
}

void job_control::wait_until_over() noexcept {
  std::unique_lock lock(mutex_);
  over_.wait(lock, [this] { return ended_; });
}

void job_control::request_stop() {
  {
    const std::lock_guard lock(mutex_);
    if (state_ != job_state::running)
      return;
    state_ = job_state::stopping;
  }
  orders_.stop();
}

stop_report job_control::stop(duration deadline) {
  require_outside("stopping a job");
  request_stop();
  if (is_over_in(deadline))
    return {};
  stop_report report{.drained = false, .survivors = {}};
  for (auto& node : status())
    if (node.state != node_state::ended && node.state != node_state::failed) {
      std::string text = node.name;
      if (node.counters.held > 0)
        text += " (holds " + std::to_string(node.counters.held) + " items)";
      report.survivors.push_back(std::move(text));
    }
  cancel();
  if (!is_over_in(cancelled_within)) {
    orders_.abandon();
    if (!is_over_in(cancelled_within))
      log_error("the job cannot end: a function of a node without .blocking() has not come back");
  }
  return report;
}

void job_control::cancel() noexcept { orders_.cancel(); }

job_state job_control::state() const noexcept {
  const std::lock_guard lock(mutex_);
  return state_;
}

void job_control::on_end(std::function<void(std::exception_ptr)> f) {
  {
    const std::lock_guard lock(mutex_);
    told_ = true;
    if (!ended_) {
      listeners_.push_back(std::move(f));
      return;
    }
  }
  f(failure_);
}

std::vector<node_status> job_control::status() const {
  require_outside("asking for a job's status");
  {
    const std::lock_guard lock(mutex_);
    if (ended_)
      return last_;
  }
  auto answer = std::make_shared<std::promise<std::vector<node_status>>>();
  auto known = answer->get_future();
  orders_.ask([answer](const std::vector<node_status>& nodes) { answer->set_value(nodes); });
  constexpr duration look_every = std::chrono::milliseconds(20);
  for (duration waited{}; known.wait_for(look_every) != std::future_status::ready;
       waited += look_every) {
    if (waited == answer_within)
      orders_.answer_now();
    const std::lock_guard lock(
      mutex_); // a coordinator that ended, or has no thread to run on, does not answer
    if (ended_ || waited >= 2 * answer_within)
      return last_;
  }
  return known.get();
}

job_control::view job_control::look() const {
  auto nodes = status();
  const std::lock_guard lock(mutex_);
  auto known = first_status(*plan_); // of nodes that the answer does not know yet
  for (std::size_t n = nodes.size(); n < known.size(); ++n)
    nodes.push_back(std::move(known[n]));
  return {plan_, std::move(nodes), branches_};
}

attachment job_control::attach(const detail::branch_request& by) {
  const std::lock_guard one_at_a_time(attaching_);
  std::shared_ptr<const job_plan> running;
  branch_id id{};
  const auto elsewhere = [](auto& node) { return node.process != process_id{}; };
  const auto starts_over = [](auto& node) {
    return node.on_crash && node.on_crash->strategy == restart_strategy::one_for_all;
  };
  const auto require_running = [this] {
    if (state_ != job_state::running || !attachable_)
      throw std::logic_error("leat: job.attach: the job is not running any more");
  };
  {
    const std::lock_guard lock(mutex_);
    require_running();
    running = plan_;
    id = branch_id(branches_.size());
    if (std::any_of(running->nodes.begin(), running->nodes.end(), elsewhere))
      throw std::logic_error("leat: job.attach: the job runs in several processes; branches can be "
                             "attached to jobs in one process only");
    if (std::any_of(running->nodes.begin(), running->nodes.end(), starts_over))
      throw std::logic_error("leat: job.attach: the job starts over when a node crashes "
                             "(one_for_all), and would do so without the branch");
  }
  by.graph->require_unstarted();
  auto grown = grow_plan(*running, id, by,
                         {.fuse = fused_, .spill_to = running->nodes.front().spill_to});
  by.graph->begin();
  auto whole = std::make_shared<const job_plan>(std::move(grown.whole));
  auto branch = std::make_shared<branch_control>(std::move(grown.branch), by.graph,
                                                 [detach = orders_.detach, id] { detach(id); });
  {
    const std::lock_guard lock(mutex_);
    require_running();
    plan_ = whole;
    branches_.push_back(branch);
  }
  for (auto& open : by.graph->take_start_listeners())
    open();
  orders_.attach(std::move(whole), branch->plan());
  return attachment(std::move(branch));
}

void job_control::branch_ended(branch_id which, const job_result& result) {
  std::shared_ptr<branch_control> branch;
  {
    const std::lock_guard lock(mutex_);
    branch = branches_[index(which)];
  }
  for (auto& failure : result.outcome == job_outcome::failed && branch->plan().isolated
         ? result.failures
         : std::vector<failure>())
    log_warning("the branch '{}' failed, its job goes on: {}", branch->plan().name,
                to_text(failure));
  branch->ended(result);
}

bool job_control::failure_told() const {
  const std::lock_guard lock(mutex_);
  return told_ || !failure_;
}

} // namespace leat
