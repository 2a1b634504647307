// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/frame.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// A message as it came, in parts. Whoever reads it puts them together: for a large one that takes
/// longer than those who share the connection are to wait.
class received_bytes {
 public:
  void add(std::vector<std::byte> part) {
    size_ += part.size();
    if (parts_.empty() || parts_.back().size() + part.size() > most_part_bytes)
      parts_.push_back(std::move(part));
    else
      parts_.back().insert(parts_.back().end(), part.begin(), part.end());
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// All in one piece.
  [[nodiscard]] std::vector<std::byte> whole() && {
    if (parts_.size() == 1)
      return std::move(parts_.front());
    std::vector<std::byte> all;
    all.reserve(size_);
    for (auto& part : parts_) {
      all.insert(all.end(), part.begin(), part.end());
      part = {};
    }
    return all;
  }

 private:
  std::vector<std::vector<std::byte>> parts_;
  std::size_t size_ = 0;
};

} // namespace leat
