// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace leat {

/// Steady processing time that reads like the time of day: it began with the system clock and never
/// goes backwards.
class steady_time {
 public:
  steady_time()
    : wall_(std::chrono::system_clock::now()), steady_(std::chrono::steady_clock::now()) {}
  [[nodiscard]] timestamp now() const {
    return wall_ + (std::chrono::steady_clock::now() - steady_);
  }

 private:
  timestamp wall_;
  std::chrono::steady_clock::time_point steady_;
};

/// Waits for results that nobody announces (`std::future`s), for all nodes of an engine, in one
/// thread.
class result_watcher {
 public:
  virtual ~result_watcher() = default;
  virtual void watch(std::function<bool(duration)> ready, std::function<void()> then) = 0;
};

/// What the nodes of a process share.
struct node_services {
  steady_time clock;
  std::shared_ptr<result_watcher> results;
};

} // namespace leat
