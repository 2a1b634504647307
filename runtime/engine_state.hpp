// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cluster.hpp"
#include "job_control.hpp"
#include <leat/engine.hpp>
#include <leat/services.hpp>

#include <caf/all.hpp>

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace leat {

/// The actor system of an engine (its own, or the program's), and the jobs that run on it.
class engine_state {
 public:
  explicit engine_state(engine_options options);
  engine_state(caf::actor_system& of_program, engine_options options);
  /// Its jobs are spread over workers.
  engine_state(engine_options options, cluster_options workers);
  ~engine_state();

  [[nodiscard]] caf::actor_system& system() { return *system_; }
  [[nodiscard]] const engine_options& options() const { return options_; }
  [[nodiscard]] bool fuses() const { return options_.fuse && !options_.count_every_operator; }
  [[nodiscard]] const std::shared_ptr<const node_services>& services() const { return services_; }
  /// Null without workers.
  [[nodiscard]] const std::shared_ptr<leat::cluster>& cluster() const { return cluster_; }
  /// Remembers the job, to cancel it when the engine ends first.
  void add(const std::shared_ptr<job_control>& job);
  /// Cancels the jobs that run, and waits for them.
  void cancel_jobs() noexcept;

 private:
  struct own_system;

  engine_options options_;
  std::unique_ptr<own_system> own_;
  caf::actor_system* system_;
  std::shared_ptr<leat::cluster> cluster_;
  std::shared_ptr<const node_services> services_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<job_control>> jobs_;
};

} // namespace leat
