// SPDX-License-Identifier: BSD-3-Clause
#include "simulated_node.hpp"

#include <leat/simulation.hpp>

#include <algorithm>
#include <vector>

namespace leat {

namespace {
constexpr auto patience = std::chrono::seconds(60); // for a call that runs elsewhere
} // namespace

void simulated_calls::started(std::uint64_t call) {
  const std::lock_guard lock(mutex_);
  open_[call] = {here_ ? std::nullopt : std::optional(due_()), nullptr};
}

void simulated_calls::finished(std::uint64_t call) {
  const std::lock_guard lock(mutex_);
  finished_.insert(call);
  ended_.notify_all();
}

void simulated_calls::watch(std::uint64_t call, std::function<bool(duration)> ready) {
  const std::lock_guard lock(mutex_);
  open_[call].ready = std::move(ready);
}

/// When what has ended here is seen: asked for, since a future tells no one that it is ready, and a
/// completion may outlive the simulation.
void simulated_calls::see_ended() {
  for (auto& [id, call] : open_)
    if (!call.due && (finished_.contains(id) || (call.ready && call.ready(duration::zero()))))
      call.due = due_();
}

std::optional<timestamp> simulated_calls::earliest() {
  const std::lock_guard lock(mutex_);
  see_ended();
  std::optional<timestamp> first;
  for (auto& [unused, call] : open_)
    if (call.due)
      first = first ? std::min(*first, *call.due) : *call.due;
  return first;
}

bool simulated_calls::any_due(timestamp now) {
  const auto first = earliest();
  return first && *first <= now;
}

std::optional<std::uint64_t> simulated_calls::take_due(timestamp now, std::uint64_t draw) {
  std::unique_lock lock(mutex_);
  std::vector<std::uint64_t> due;
  for (auto& [id, call] : open_)
    if (call.due && *call.due <= now)
      due.push_back(id);
  if (due.empty())
    return std::nullopt;
  const auto chosen = due[draw % due.size()];
  if (auto ready = open_[chosen].ready) {
    lock.unlock();
    const bool done = ready(patience);
    lock.lock();
    if (!done)
      throw testing::stuck("leat::testing: a call of map_async has not ended after a minute");
  } else if (!ended_.wait_for(lock, patience, [&] { return finished_.contains(chosen); })) {
    throw testing::stuck("leat::testing: a call of map_async has not ended after a minute");
  }
  open_.erase(chosen);
  finished_.erase(chosen);
  return chosen;
}

simulated_node::simulated_node(const node_plan& plan, simulated_world& in)
  : index_(leat::index(plan.id)), world_(in) {
  results = std::make_shared<simulated_calls>(
    [this] { return world_.time() + world_.call_delay(); }, world_.calls_end_here());
  core.emplace(plan, *this);
}

// While packets wait, the node may or may not see it: the schedule decides how large chunks become.
bool simulated_node::more_waiting() {
  return world_.packets_wait_for(index_) && world_.draw() % 2 == 0;
}

std::function<void()> simulated_node::waker() {
  return [this, alive = std::weak_ptr<bool>(alive_)] {
    if (const auto still = alive.lock())
      world_.wake(index_);
  };
}

} // namespace leat
