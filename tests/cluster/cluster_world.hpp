// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "cluster_jobs.hpp"
#include "simulated_cluster.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ // twelve times slower
constexpr std::uint64_t share = 5;
#else
constexpr std::uint64_t share = 1;
#endif

/// One coordinator with its job, and workers, which can be done harm to.
class world {
 public:
  /// As many workers, or up to four.
  world(std::uint64_t seed, const job& what, leat::restart_limit restarts,
        std::size_t workers_wanted = 0);

  void start(std::size_t w);
  void start_coordinator();
  void kill(std::size_t w);
  void kill_and_start(std::size_t w);
  /// It is down for so long.
  void kill(std::size_t w, leat::duration down);
  [[nodiscard]] std::size_t draw_worker() { return time.draw_below(workers.size()); }
  /// Some of it, drawn.
  void do_harm();

  /// True if the job is over by then.
  bool pass(leat::timestamp until);
  /// Up to the first moment that `is_so`; false if it does not come before the job is over.
  template <class F>
  bool pass_to(F is_so, leat::timestamp until) {
    while (!coordinator->result() && !is_so())
      if (!time.step(until))
        return false;
    return is_so();
  }
  [[nodiscard]] bool workers_are_free() const;

  // longer than what is done to links
  const leat::session_options options{.connect_timeout = std::chrono::seconds(40)};
  leat::session_options of_workers = options;
  const job& what_;
  schedule time;
  network between;
  results mine;
  std::vector<std::unique_ptr<simulated_worker>> workers;
  std::unique_ptr<simulated_coordinator> coordinator;

 private:
  const leat::restart_limit restarts_;
  results elsewhere_;
};

[[nodiscard]] std::string story_of(const leat::job_result& result);
