// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <compare>
#include <cstddef>

namespace leat {

/// One life of a process: random bits that it draws when it starts, so that a process that was
/// started again is not taken for its predecessor.
struct incarnation {
  std::array<std::byte, 16> bits{};
  friend auto operator<=>(const incarnation&, const incarnation&) = default;
};

} // namespace leat
