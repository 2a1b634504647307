// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "branch_control.hpp"
#include <leat/coordinator_core.hpp>
#include <leat/job.hpp>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace leat {

constexpr duration longest_wait = std::chrono::hours(24 * 365); // clocks overflow beyond some

/// Throws `resource_deadlock_would_occur` on a thread of the engine.
void require_outside(const char* what);

/// What a job's owner and its coordinator share. Thread-safe.
class job_control {
 public:
  /// How the coordinator is reached.
  struct orders {
    std::function<void()> stop;
    std::function<void()> cancel;
    std::function<void()> abandon;    // threads that do not come back
    std::function<void()> answer_now; // who asked, with what is known
    std::function<void(std::function<void(const std::vector<node_status>&)>)> ask;
    std::function<void(std::shared_ptr<const job_plan>, branch_plan)> attach;
    std::function<void(branch_id)> detach;
  };

  job_control(std::shared_ptr<const job_plan> plan, std::shared_ptr<leat::graph> of, bool fused);

  // -- for the engine
  void connect(orders to_coordinator) { orders_ = std::move(to_coordinator); }
  void ended(job_result result);
  /// It starts over by this plan.
  void redeployed(std::shared_ptr<const job_plan> plan);
  void branch_ended(branch_id which, const job_result& result);

  // -- for the owner
  void wait();
  bool wait_for(duration d);
  void wait_until_over() noexcept;
  /// Waits at most `d`; does not throw the failure.
  bool is_over_in(duration d) noexcept;
  /// The same; a request to stop ends the wait, too.
  bool is_over_in(duration d, const std::stop_token& stop) const;
  stop_report stop(duration deadline);
  void request_stop();
  void cancel() noexcept;
  [[nodiscard]] job_state state() const noexcept;
  void on_end(std::function<void(std::exception_ptr)> f);
  [[nodiscard]] std::vector<node_status> status() const;
  attachment attach(const detail::branch_request& by);
  /// What is known at this moment. The plan grows when branches are attached.
  struct view {
    std::shared_ptr<const job_plan> plan;
    std::vector<node_status> nodes; // one for each of the plan
    std::vector<std::shared_ptr<branch_control>> branches;
  };
  [[nodiscard]] view look() const;
  [[nodiscard]] const leat::graph& graph() const noexcept { return *graph_; }
  [[nodiscard]] bool fused() const noexcept { return fused_; }
  /// Whether someone has been told of the failure.
  [[nodiscard]] bool failure_told() const;

 private:
  void rethrow_failure() const;

  std::shared_ptr<const job_plan> plan_;
  std::shared_ptr<leat::graph> graph_; // its inputs and futures hear of the end
  bool fused_;
  orders orders_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any over_;
  job_state state_ = job_state::running;
  bool ended_ = false;
  mutable bool told_ = false;
  std::exception_ptr failure_;
  std::vector<node_status> last_; // before the end: what is known without asking
  std::vector<std::function<void(std::exception_ptr)>> listeners_;
  std::mutex attaching_;
  bool attachable_ = true;
  std::vector<std::shared_ptr<branch_control>> branches_; // by id
};

} // namespace leat
