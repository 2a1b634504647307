// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// Items that were taken in one after the other and leave together, told to the host as held.
class held_batch {
 public:
  void hold(operator_context& context) {
    const auto now = context.hold();
    if (parts_.empty() || parts_.back().first != now)
      parts_.emplace_back(now, 0);
    ++parts_.back().second;
  }
  void release(operator_context& context) {
    for (auto [generation, n] : parts_)
      context.release(generation, n);
    parts_.clear();
  }

 private:
  std::vector<std::pair<operator_context::generation, std::size_t>> parts_;
};

} // namespace leat
