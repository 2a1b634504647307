// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <caf/resumable.hpp>

#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace leat {

/// How a thread that runs out of work looks for more before it sleeps.
struct spinning {
  using clock = std::chrono::steady_clock;

  std::chrono::nanoseconds at_most{0}; ///< 0: it sleeps at once
  /// The rest is for tests.
  std::function<clock::time_point()> now = clock::now;
  std::function<void()> give_way = std::this_thread::yield;
};

/// Where a thread sleeps until it is woken, once.
class resting_place {
 public:
  resting_place();
  resting_place(const resting_place&) = delete;
  resting_place& operator=(const resting_place&) = delete;
  ~resting_place();

  void sleep();
  void wake();

 private:
  // Unlike a condition variable it takes no lock to wake up, and unlike the standard library's
  // semaphore it may be destroyed by whom it has woken while `wake` returns.
  sem_t woken_{};
};

/// The actors that can run, for all threads of a scheduler, first in, first out. A thread that
/// finds none spins before it sleeps: to wake one that sleeps costs ten times what an item's way
/// through an actor does. One thread spins at a time, and gives way to all others that can run. If
/// one of those keeps the core for longer than it would spin, none spins for 200 times as long.
/// Who fell asleep last is woken first: what it needs may still be in its core's cache.
class run_queue {
 public:
  explicit run_queue(spinning with) : with_(std::move(with)) {}

  /// By any thread.
  void push(caf::resumable* next);
  /// Waits for one.
  [[nodiscard]] caf::resumable* pop();
  [[nodiscard]] bool empty() const;
  /// How many threads sleep in `pop`.
  [[nodiscard]] std::size_t asleep() const;

 private:
  using time_point = spinning::clock::time_point;

  void spin(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] std::chrono::nanoseconds look_for_more();
  [[nodiscard]] bool one_looks() const;
  /// If there is need of another thread, and one that sleeps.
  void wake_one(std::unique_lock<std::mutex>& lock, bool needed);

  const spinning with_;
  mutable std::mutex mutex_;
  std::deque<caf::resumable*> queue_;
  std::atomic<bool> has_some_ = false; // for who spins
  std::atomic<time_point> last_look_ = time_point::min();
  bool one_spins_ = false;
  time_point rests_until_ = time_point::min(); // none spins before
  std::vector<resting_place*> asleep_;         // each leaves it as it is woken
};

} // namespace leat
