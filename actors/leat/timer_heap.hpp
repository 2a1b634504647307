// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <cstdint>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

namespace leat {

/// The timers of one node. Equal due times fire in the order in which they were set.
class timer_heap {
 public:
  void set(std::uint64_t id, timestamp due) {
    const auto turn = ++turns_;
    newest_[id] = turn;
    heap_.push({due, turn, id});
  }
  void cancel(std::uint64_t id) { newest_.erase(id); }
  [[nodiscard]] bool empty() const { return newest_.empty(); }

  [[nodiscard]] std::optional<timestamp> earliest() const {
    drop_stale();
    return heap_.empty() ? std::nullopt : std::optional(heap_.top().due);
  }
  /// The first timer that is due, taken out.
  [[nodiscard]] std::optional<std::uint64_t> take_due(timestamp now) {
    drop_stale();
    if (heap_.empty() || heap_.top().due > now)
      return std::nullopt;
    const auto id = heap_.top().id;
    heap_.pop();
    newest_.erase(id);
    return id;
  }
  void clear() {
    heap_ = {};
    newest_.clear();
  }

 private:
  struct entry {
    timestamp due;
    std::uint64_t turn;
    std::uint64_t id;
    friend bool operator<(const entry& a, const entry& b) {
      return a.due != b.due ? a.due > b.due : a.turn > b.turn; // the earliest on top
    }
  };

  // Replaced and cancelled timers stay in the heap until they come up.
  void drop_stale() const {
    while (!heap_.empty()) {
      const auto found = newest_.find(heap_.top().id);
      if (found != newest_.end() && found->second == heap_.top().turn)
        return;
      heap_.pop();
    }
  }

  mutable std::priority_queue<entry> heap_;
  std::unordered_map<std::uint64_t, std::uint64_t> newest_;
  std::uint64_t turns_ = 0;
};

} // namespace leat
