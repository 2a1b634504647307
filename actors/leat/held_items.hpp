// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/fifo.hpp>
#include <leat/operator.hpp>

#include <algorithm>
#include <cstdint>

namespace leat {

/// Counts the items that an operator holds and that leave by themselves, by generation: each probe
/// that comes opens a new one, and may pass on when all generations before it are empty.
class held_items {
 public:
  using generation = operator_context::generation;

  held_items() { counts_.push_back(0); }

  generation add(std::size_t n) {
    counts_.back() += n;
    return first_ + counts_.size() - 1;
  }
  void release(generation of, std::size_t n) {
    if (of >= first_) {
      auto& count = counts_[static_cast<std::size_t>(of - first_)];
      count -= std::min(count, n);
    }
    drop_empty();
  }
  void release_oldest(std::size_t n) {
    for (auto& count : counts_) {
      const auto here = std::min(count, n);
      count -= here;
      n -= here;
    }
    drop_empty();
  }
  /// Ends the generation; what is held from now on is younger than the probe that asks.
  generation close() {
    const generation closed = first_ + counts_.size() - 1;
    counts_.push_back(0);
    drop_empty();
    return closed;
  }
  /// All are given up; how many they were.
  std::size_t give_up() {
    const std::size_t n = size();
    release_oldest(n);
    return n;
  }
  /// Nothing of this generation or an older one is held.
  [[nodiscard]] bool empty_up_to(generation g) const { return first_ > g; }
  [[nodiscard]] std::size_t size() const {
    std::size_t n = 0;
    for (auto count : counts_)
      n += count;
    return n;
  }

 private:
  void drop_empty() {
    while (counts_.size() > 1 && counts_.front() == 0) {
      counts_.pop_front();
      ++first_;
    }
  }

  fifo<std::size_t> counts_;
  generation first_ = 0; // of counts_.front()
};

} // namespace leat
