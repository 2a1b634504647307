// SPDX-License-Identifier: BSD-3-Clause
#include "branch_control.hpp"

#include "job_control.hpp"
#include "outcome.hpp"

#include <algorithm>

namespace leat {

void branch_control::ended(const job_result& result) {
  const auto reason = reason_of(result);
  {
    const std::lock_guard lock(mutex_);
    if (ended_)
      return;
    reason_ = reason;
  }
  tell_end(*graph_, reason);
  const std::lock_guard lock(mutex_);
  ended_ = true;
  over_.notify_all();
}

void branch_control::detach() const {
  std::function<void()> order;
  {
    const std::lock_guard lock(mutex_);
    if (!ended_)
      order = detach_;
  }
  if (order)
    order();
}

void branch_control::leave_simulation() {
  graph_->simulate_with(nullptr);
  const std::lock_guard lock(mutex_);
  detach_ = nullptr;
}

/// In a simulation whoever waits moves it.
void branch_control::wait_here() const {
  if (graph_->steps_here())
    graph_->step_until([this] { return ended(); });
}

void branch_control::wait() {
  require_outside("waiting for a branch");
  wait_here();
  std::unique_lock lock(mutex_);
  over_.wait(lock, [this] { return ended_; });
  if (reason_)
    std::rethrow_exception(reason_);
}

bool branch_control::wait_for(duration d) {
  require_outside("waiting for a branch");
  if (graph_->steps_here()) // there is no time that passes
    return ended();
  std::unique_lock lock(mutex_);
  if (!over_.wait_for(lock, std::min(d, longest_wait), [this] { return ended_; }))
    return false;
  if (reason_)
    std::rethrow_exception(reason_);
  return true;
}

bool branch_control::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_;
}

void attachment::detach() { control_->detach(); }
void attachment::wait() { control_->wait(); }
bool attachment::wait_for(duration d) { return control_->wait_for(d); }
bool attachment::ended() const { return control_->ended(); }

} // namespace leat
