// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/attach.hpp>
#include <leat/branch_plan.hpp>
#include <leat/coordinator_core.hpp>

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>

namespace leat {

/// What the handle of a branch and its coordinator share. Thread-safe.
class branch_control {
 public:
  branch_control(branch_plan plan, std::shared_ptr<leat::graph> of, std::function<void()> detach)
    : plan_(std::move(plan)), graph_(std::move(of)), detach_(std::move(detach)) {}

  /// Its nodes, or the job, ended; only the first word counts.
  void ended(const job_result& result);
  void detach() const;
  /// The simulation that it was a part of is gone.
  void leave_simulation();
  void wait();
  bool wait_for(duration d);
  [[nodiscard]] bool ended() const;

  [[nodiscard]] const branch_plan& plan() const noexcept { return plan_; }
  [[nodiscard]] const leat::graph& graph() const noexcept { return *graph_; }

 private:
  void wait_here() const;

  branch_plan plan_;
  std::shared_ptr<leat::graph> graph_; // its futures hear of the end
  std::function<void()> detach_;
  mutable std::mutex mutex_;
  std::condition_variable over_;
  bool ended_ = false;
  std::exception_ptr reason_;
};

} // namespace leat
