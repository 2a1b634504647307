// SPDX-License-Identifier: BSD-3-Clause
#include "job_supervisor.hpp"

#include "actors/caf/reminder.hpp"
#include "engine_state.hpp"
#include "log.hpp"
#include "outcome.hpp"
#include "placement.hpp"
#include <leat/planner.hpp>

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <utility>

namespace leat {

namespace {

// CAF's clock keeps an actor until its alarm, even one that is not needed any more.
constexpr duration piece = std::chrono::milliseconds(100);

caf::behavior wait_then(caf::event_based_actor* self, duration wait,
                        const std::function<void()>& then) {
  const auto sleep = [self, left = std::make_shared<duration>(wait)] {
    const auto now = std::min(*left, piece);
    *left -= now;
    shell::remind(self, now, shell::alarm_message{});
    return *left;
  };
  sleep();
  return {[self, sleep, then, over = wait <= piece](shell::alarm_message) mutable {
    if (over) {
      then();
      return self->quit();
    }
    over = sleep() == duration::zero();
  }};
}

} // namespace

std::shared_ptr<const job_plan> plan_for(engine_state& on, const graph& of,
                                         const present_workers& workers) {
  auto plan = make_plan(of, {.fuse = on.fuses(), .spill_to = on.options().spill_to});
  if (on.cluster()) {
    std::vector<std::optional<std::vector<std::string>>> labels;
    for (auto& worker : workers)
      labels.push_back(worker ? std::optional(worker->info.labels) : std::nullopt);
    apply_placement(plan, place_nodes(plan, labels));
  }
  return std::make_shared<const job_plan>(std::move(plan));
}

job_supervisor::job_supervisor(engine_state& on, job_control& owner, std::shared_ptr<graph> of)
  : on_(on), owner_(owner), graph_(std::move(of)) {
  if (const auto& again = graph_->redeploys())
    losses_.emplace(restart_limit{again->intensity, again->period});
}

template <class Message>
void job_supervisor::tell(Message message) {
  std::shared_ptr<deployment> to;
  {
    const std::lock_guard lock(mutex_);
    to = current_;
  }
  if (to)
    to->tell(std::move(message));
}

/// What runs is told; if nothing does, or it has ended already without knowing, the job does not
/// start over.
template <class Message>
void job_supervisor::end(Message message, job_outcome how) {
  {
    const std::lock_guard lock(mutex_);
    ends_ = how;
  }
  tell(std::move(message));
  end_between(how);
}

job_control::orders job_supervisor::orders() {
  const auto self = shared_from_this();
  return {[self] { self->end(shell::stop_message{}, job_outcome::failed); },
          [self] { self->end(shell::cancel_job_message{}, job_outcome::cancelled); },
          [self] { self->tell(shell::abandon_message{}); },
          [self] { self->tell(shell::answer_now_message{}); },
          [self](auto then) {
            std::unique_lock lock(self->mutex_);
            if (self->current_)
              return self->current_->tell(shell::ask_status_message{std::move(then)});
            const auto last = self->last_.nodes;
            lock.unlock();
            then(last);
          },
          [self](auto grown, auto branch) {
            self->tell(shell::attach_message{std::move(grown), std::move(branch),
                                             self->on_.services()});
          },
          [self](branch_id which) { self->tell(shell::detach_message{which}); }};
}

void job_supervisor::deploy(std::shared_ptr<const job_plan> plan,
                            const present_workers& workers) {
  const auto self = shared_from_this();
  current_ = std::make_shared<deployment>(
    on_, std::move(plan), workers,
    shell::job_listener{
      [self](job_result result) { self->deployment_over(std::move(result)); },
      [](const failure& what) { log_warning("{}", to_text(what)); },
      [self](branch_id which, const job_result& result) {
        self->owner_.branch_ended(which, result);
      }});
}

void job_supervisor::begin() {
  const std::lock_guard lock(mutex_); // it may be over at once
  current_->begin();
}

/// What has happened of the kind that ended the job, if it may start over after that.
restart_history* job_supervisor::history_of(const job_result& result) {
  if (result.lost_process)
    return losses_ ? &*losses_ : nullptr;
  if (!result.crash)
    return nullptr;
  const auto& rules = result.crash->rules;
  return &crashes_.try_emplace(result.crash->node, restart_limit{rules.intensity, rules.period})
            .first->second;
}

/// Why the job is not started over; empty if it is.
std::string job_supervisor::why_not_again(const job_result& result, restart_history& history) {
  if (const auto fault = graph_->fault_of_starting_over(); !fault.empty())
    return "the job does not start over: " + fault;
  if (history.bears(on_.services()->clock.now()))
    return {};
  const auto period = std::chrono::duration<double>(history.limit().period).count();
  return fmt::format("the job does not start over: {} {} times within {} s",
                     result.crash ? "'" + result.crash->node + "' has crashed"
                                  : "it has lost workers",
                     history.count(), period);
}

void job_supervisor::deployment_over(job_result result) {
  const auto cluster = on_.cluster();
  std::unique_lock lock(mutex_);
  if (cluster)
    cluster->job_over(current_->id());
  auto* history = history_of(result);
  if (history && ends_) {
    result.outcome = *ends_;
    history = nullptr;
  }
  const auto refusal = history ? why_not_again(result, *history) : std::string();
  current_.reset();
  if (!history || !refusal.empty()) {
    over_ = true;
    last_.nodes = result.nodes; // for who asks before the owner has heard
    if (!refusal.empty())
      result.failures.push_back({.what = refusal});
    graph_.reset(); // the program's functions are gone when its owner hears of the end
    lock.unlock();
    return owner_.ended(std::move(result));
  }
  log_warning("{}; the job starts over", to_text(result.failures.front()));
  const auto wait = result.crash ? history->wait(result.crash->rules.wait) : duration::zero();
  last_ = std::move(result);
  waiting_ = on_.system().spawn(
    &wait_then, wait, [self = shared_from_this(), cluster]() {
      const auto again = [self](const present_workers& workers, const std::string& fault) {
        self->start_over(workers, fault);
      };
      cluster ? cluster->workers_left(again) : again({}, {});
    });
}

void job_supervisor::start_over(const present_workers& workers, const std::string& fault) {
  std::string why = fault;
  {
    const std::lock_guard lock(mutex_);
    waiting_ = nullptr;
    if (over_ || ends_) // who ends it is there, or on the way
      return;
    if (why.empty()) {
      try {
        graph_->start_over();
        auto plan = plan_for(on_, *graph_, workers);
        owner_.redeployed(plan);
        deploy(std::move(plan), workers);
        if (!workers.empty())
          log_warning("the job is deployed again, on {} of {} workers",
                      std::count_if(workers.begin(), workers.end(), [](auto& w) { return !!w; }),
                      workers.size());
        return current_->begin();
      } catch (const std::exception& e) {
        why = e.what();
      }
    }
    current_.reset();
    last_.failures.push_back({.what = "the job cannot start over: " + why});
  }
  end_between(job_outcome::failed);
}

/// Nothing of the job is there, and nothing of it will be.
void job_supervisor::end_between(job_outcome how) {
  std::unique_lock lock(mutex_);
  if (current_ || std::exchange(over_, true))
    return;
  if (waiting_)
    caf::anon_send_exit(std::exchange(waiting_, nullptr), caf::exit_reason::user_shutdown);
  last_.outcome = how;
  auto result = std::move(last_);
  graph_.reset();
  lock.unlock();
  owner_.ended(std::move(result));
}

} // namespace leat
