// SPDX-License-Identifier: BSD-3-Clause
#include "run_queue.hpp"

#include <thread>

namespace leat {

void run_queue::push(caf::resumable* next) {
  std::unique_lock lock(mutex_);
  queue_.push_back(next);
  has_some_.store(true, std::memory_order_relaxed);
  const bool wake = asleep_ > 0 && !one_spins_;
  lock.unlock();
  if (wake)
    filled_.notify_one();
}

caf::resumable* run_queue::pop() {
  std::unique_lock lock(mutex_);
  if (queue_.empty() && !one_spins_ && spin_.count() > 0)
    spin(lock);
  while (queue_.empty()) {
    ++asleep_;
    filled_.wait(lock);
    --asleep_;
  }
  auto* const next = queue_.front();
  queue_.pop_front();
  const bool more = !queue_.empty();
  has_some_.store(more, std::memory_order_relaxed);
  const bool wake = more && asleep_ > 0; // whoever pushed saw this thread spin, and woke nobody
  lock.unlock();
  if (wake)
    filled_.notify_one();
  return next;
}

void run_queue::spin(std::unique_lock<std::mutex>& lock) {
  one_spins_ = true;
  lock.unlock();
  const auto end = std::chrono::steady_clock::now() + spin_;
  while (!has_some_.load(std::memory_order_relaxed) && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
  lock.lock();
  one_spins_ = false;
}

bool run_queue::empty() const {
  const std::lock_guard lock(mutex_);
  return queue_.empty();
}

std::size_t run_queue::asleep() const {
  const std::lock_guard lock(mutex_);
  return asleep_;
}

} // namespace leat
