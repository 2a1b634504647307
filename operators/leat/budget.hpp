// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/chunk.hpp>

#include <cstddef>
#include <stdexcept>

namespace leat {

/// A number of items.
struct item_count {
  std::size_t n;
};
/// A number of bytes.
struct byte_count {
  std::size_t n;
};
[[nodiscard]] constexpr item_count items(std::size_t n) { return {n}; }
[[nodiscard]] constexpr byte_count bytes(std::size_t n) { return {n}; }

/// The most that may be in flight on an edge. An item heavier than that travels alone.
class budget {
 public:
  constexpr budget() = default;
  constexpr explicit(false) budget(item_count count) : budget(unit::items, count.n) {}
  constexpr explicit(false) budget(byte_count count) : budget(unit::bytes, count.n) {}

  [[nodiscard]] constexpr unit in() const noexcept { return in_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  /// What is given back at once, and the most that a chunk may weigh.
  [[nodiscard]] constexpr std::size_t quarter() const noexcept { return size_ < 4 ? 1 : size_ / 4; }

 private:
  constexpr budget(unit in, std::size_t n) : in_(in), size_(n) {
    if (n == 0)
      throw std::invalid_argument(
        "leat::budget: a budget of nothing lets nothing pass; it must be at least 1");
  }

  unit in_ = unit::bytes;
  std::size_t size_ = std::size_t{64} * 1024;
};

} // namespace leat
