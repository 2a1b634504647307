// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/budget.hpp>

#include <cstddef>

namespace leat {

/// What an operator holds to give out later, if nothing else is said.
inline constexpr budget default_capacity = bytes(std::size_t{64} << 20);

/// Counts what an operator holds against its capacity. At most one item goes beyond it, since an
/// item is weighed as it is taken.
class held_weight {
 public:
  explicit held_weight(budget most) : most_(most) {}

  [[nodiscard]] bool full() const noexcept { return held_ >= most_.size(); }
  /// Items of `in`, from its begin, up to where the capacity is reached.
  [[nodiscard]] std::size_t fitting(const chunk_slice& in) const {
    if (held_ + weight(in) <= most_.size())
      return in.size();
    std::size_t n = 0;
    for (std::size_t w = held_; n < in.size() && w < most_.size(); ++n)
      w += weight(in, in.begin + n);
    return n;
  }
  [[nodiscard]] std::size_t weight(const chunk_slice& in, std::size_t item) const {
    return in.weight(most_.in(), item, item + 1);
  }
  [[nodiscard]] std::size_t weight(const chunk_slice& in) const { return in.weight(most_.in()); }
  [[nodiscard]] std::size_t held() const noexcept { return held_; }
  void add(std::size_t weight) noexcept { held_ += weight; }
  void remove(std::size_t weight) noexcept { held_ -= weight; }

 private:
  budget most_;
  std::size_t held_ = 0;
};

} // namespace leat
