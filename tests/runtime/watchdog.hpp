// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

/// Ends the program when a test hangs, with the stacks of all its threads on standard error.
class watchdog {
 public:
  explicit watchdog(std::chrono::seconds limit);
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;
  ~watchdog();

  /// From now on `what` has the limit's time; "" is nothing that could hang.
  void watch(std::string what);

 private:
  void work();

  std::chrono::seconds limit_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string what_;
  unsigned turn_ = 0;
  bool over_ = false;
  std::thread thread_;
};
