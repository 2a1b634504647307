// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/cluster_actor.hpp"
#include "actors/session/tls_channel.hpp"
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
  std::shared_ptr<const tls_context> tls{}; // none: what goes between them is not encrypted
  transport by = transport::nearest;
};

/// How a coordinator finds its workers.
struct cluster_options {
  std::vector<socket_address> workers;
  std::vector<std::string> arguments; // what workers build the pipeline from
  std::size_t least = 0;              // so many are enough; 0: all
  process_options process;
};

/// The workers that the jobs of an engine are spread over. Thread-safe.
class cluster {
 public:
  cluster(caf::actor_system& system, cluster_options options);
  cluster(const cluster&) = delete;
  cluster& operator=(const cluster&) = delete;
  ~cluster();

  /// Waits until all workers are there, or as many as are enough when the others can't be reached.
  /// Throws `std::runtime_error` that names one that can't be, or does not fit.
  [[nodiscard]] present_workers workers();
  /// The same for a job that starts over: soon, and with as many as are there.
  void workers_left(use_workers then);
  [[nodiscard]] job_id next_job() { return job_id(++last_job_); }
  /// The workers make their parts; then the coordinator of the job hears of it.
  void deploy(shell::job_part part, const std::vector<std::string>& fingerprint, bool fuse);
  void job_over(job_id which);
  [[nodiscard]] shell::session_carrier carrier() const {
    return {sessions_, options_.process.sessions.most_item_bytes};
  }

 private:
  cluster_options options_;
  std::shared_ptr<shell::session_registry> sessions_ =
    std::make_shared<shell::session_registry>();
  caf::actor actor_;
  std::atomic<std::uint32_t> last_job_ = 0;
};

/// Draws the bits of a process.
[[nodiscard]] incarnation draw_incarnation();

} // namespace leat
