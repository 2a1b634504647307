// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/cluster_actor.hpp"
#include <leat/services.hpp>

#include <caf/all.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace leat {

/// What the processes of a cluster have in common.
struct process_options {
  std::string token;
  session_options sessions;
};

/// How a coordinator finds its workers.
struct cluster_options {
  std::vector<socket_address> workers;
  std::vector<std::string> arguments; // what workers build the pipeline from
  process_options process;
};

/// The workers that the jobs of an engine are spread over. Thread-safe.
class cluster {
 public:
  cluster(caf::actor_system& system, cluster_options options);
  cluster(const cluster&) = delete;
  cluster& operator=(const cluster&) = delete;
  ~cluster();

  /// Waits until all workers are there. Throws `std::runtime_error` that names one that can't be
  /// reached, or does not fit.
  [[nodiscard]] std::vector<shell::known_worker> workers();
  [[nodiscard]] job_id next_job() { return job_id(++last_job_); }
  /// The workers make their parts; then the coordinator of the job hears of it.
  void deploy(shell::job_part part, const std::vector<std::string>& fingerprint, bool fuse,
              const std::vector<std::uint32_t>& placement);
  void job_over(job_id which);
  [[nodiscard]] const caf::actor& broker() const { return broker_; }

 private:
  cluster_options options_;
  caf::actor actor_, broker_;
  std::atomic<std::uint32_t> last_job_ = 0;
};

/// Draws the bits of a process.
[[nodiscard]] incarnation draw_incarnation();

} // namespace leat
