// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "deployment.hpp"
#include "job_control.hpp"
#include <leat/restart_history.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace leat {

/// Deploys a job; and again, when it has lost a worker or a node has crashed, and its pipeline
/// wants that. Thread-safe.
/// Uses the engine and the owner until it has told that one of the end.
class job_supervisor : public std::enable_shared_from_this<job_supervisor> {
 public:
  job_supervisor(engine_state& on, job_control& owner, std::shared_ptr<graph> of);

  /// How the owner reaches whatever runs.
  [[nodiscard]] job_control::orders orders();
  /// The first deployment; `begin` lets it run.
  void deploy(std::shared_ptr<const job_plan> plan, const present_workers& workers);
  void begin();

 private:
  void deployment_over(job_result result);
  void start_over(const present_workers& workers, const std::string& fault);
  void end_between(job_outcome how);
  [[nodiscard]] restart_history* history_of(const job_result& result);
  [[nodiscard]] std::string why_not_again(const job_result& result, restart_history& history);
  template <class Message>
  void tell(Message message);
  template <class Message>
  void end(Message message, job_outcome how);

  engine_state& on_;
  job_control& owner_;
  std::shared_ptr<graph> graph_;
  std::mutex mutex_;
  std::shared_ptr<deployment> current_; // null between two of them
  caf::actor waiting_;                  // until the next one
  std::optional<restart_history> losses_;
  std::map<std::string, restart_history> crashes_; // by node
  job_result last_{};
  std::optional<job_outcome> ends_; // as its owner wants
  bool over_ = false;
};

/// The plan of the graph, spread over these workers. Throws `pipeline_error`.
[[nodiscard]] std::shared_ptr<const job_plan> plan_for(engine_state& on, const graph& of,
                                                       const present_workers& workers);

} // namespace leat
