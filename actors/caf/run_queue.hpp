// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <caf/resumable.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>

namespace leat {

/// The actors that can run, for all threads of a scheduler, first in, first out. A thread that
/// finds none spins before it sleeps: to wake one that sleeps costs ten times what an item's way
/// through an actor does. One thread spins at a time, and gives way to all others that can run.
class run_queue {
 public:
  explicit run_queue(std::chrono::nanoseconds spin) : spin_(spin) {}

  /// By any thread.
  void push(caf::resumable* next);
  /// Waits for one.
  [[nodiscard]] caf::resumable* pop();
  [[nodiscard]] bool empty() const;
  /// How many threads sleep in `pop`.
  [[nodiscard]] std::size_t asleep() const;

 private:
  void spin(std::unique_lock<std::mutex>& lock);

  const std::chrono::nanoseconds spin_;
  mutable std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<caf::resumable*> queue_;
  std::atomic<bool> has_some_ = false; // for who spins
  bool one_spins_ = false;
  std::size_t asleep_ = 0;
};

} // namespace leat
