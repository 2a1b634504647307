// SPDX-License-Identifier: BSD-3-Clause
#include "run_queue.hpp"

#include <algorithm>
#include <utility>

namespace leat {

namespace {

// Beside programs that want all cores, to give way costs a time slice of some milliseconds: half a
// percent of all time at most. With 50 it slowed full streams between processes by a tenth.
constexpr int rest_per_loss = 200;

} // namespace

resting_place::resting_place() { sem_init(&woken_, 0, 0); }
resting_place::~resting_place() { sem_destroy(&woken_); }

void resting_place::sleep() {
  while (sem_wait(&woken_) != 0) { // a signal came
  }
}
void resting_place::wake() { sem_post(&woken_); }

void run_queue::push(caf::resumable* next) {
  std::unique_lock lock(mutex_);
  queue_.push_back(next);
  has_some_ = true;
  wake_one(lock, !one_looks());
}

void run_queue::wake_one(std::unique_lock<std::mutex>& lock, bool needed) {
  if (!needed || asleep_.empty())
    return;
  auto* const last = asleep_.back();
  asleep_.pop_back();
  lock.unlock();
  last->wake();
}

caf::resumable* run_queue::pop() {
  std::unique_lock lock(mutex_);
  if (queue_.empty() && !one_spins_ && with_.at_most.count() > 0 && with_.now() >= rests_until_)
    spin(lock);
  while (queue_.empty()) {
    resting_place here;
    asleep_.push_back(&here);
    lock.unlock();
    here.sleep();
    lock.lock();
  }
  auto* const next = queue_.front();
  queue_.pop_front();
  const bool more = !queue_.empty();
  has_some_ = more;
  wake_one(lock, more); // whoever pushed saw this thread spin, and woke nobody
  return next;
}

void run_queue::spin(std::unique_lock<std::mutex>& lock) {
  one_spins_ = true;
  last_look_ = with_.now();
  lock.unlock();
  const auto lost = look_for_more();
  lock.lock();
  one_spins_ = false;
  if (lost > with_.at_most)
    rests_until_ = with_.now() + rest_per_loss * lost;
}

/// The longest time for which others had the core.
std::chrono::nanoseconds run_queue::look_for_more() {
  std::chrono::nanoseconds longest{0};
  auto now = with_.now();
  for (const auto end = now + with_.at_most; !has_some_ && now < end; last_look_ = now) {
    with_.give_way();
    const auto before = std::exchange(now, with_.now());
    longest = std::max(longest, now - before);
  }
  return longest;
}

/// Whether a thread that spins is to be relied on: not while others have its core.
bool run_queue::one_looks() const {
  return one_spins_ && with_.now() - last_look_.load() <= with_.at_most;
}

bool run_queue::empty() const {
  const std::lock_guard lock(mutex_);
  return queue_.empty();
}

std::size_t run_queue::asleep() const {
  const std::lock_guard lock(mutex_);
  return asleep_.size();
}

} // namespace leat
