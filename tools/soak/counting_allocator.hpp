// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>

/// Counts what this program has allocated with `new`, in blocks of at least a given size. Linking
/// it replaces the global operators.
namespace counted_memory {

/// Begins to count blocks of at least `bytes`, from nothing.
void count_blocks_from(std::size_t bytes);
/// The most bytes that were allocated at once since then, or since the last call of `forget_peak`.
[[nodiscard]] std::size_t peak();
void forget_peak();

} // namespace counted_memory
