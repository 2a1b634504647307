// SPDX-License-Identifier: BSD-3-Clause
#include "counting_allocator.hpp"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

namespace {

std::atomic<std::size_t> counted_from = std::numeric_limits<std::size_t>::max();
std::atomic<std::ptrdiff_t> now = 0, most = 0;

// Stands in front of each block.
struct alignas(std::max_align_t) header {
  std::size_t bytes;
  bool counted;
};

void add(std::ptrdiff_t bytes) {
  const std::ptrdiff_t sum = now.fetch_add(bytes) + bytes;
  for (auto before = most.load(); sum > before && !most.compare_exchange_weak(before, sum);) {
  }
}

} // namespace

void* operator new(std::size_t bytes) {
  auto* block = static_cast<header*>(std::malloc(sizeof(header) + bytes));
  if (!block)
    throw std::bad_alloc();
  *block = {bytes, bytes >= counted_from.load(std::memory_order_relaxed)};
  if (block->counted)
    add(static_cast<std::ptrdiff_t>(bytes));
  return block + 1;
}

void operator delete(void* at) noexcept {
  if (!at)
    return;
  auto* block = static_cast<header*>(at) - 1;
  if (block->counted)
    now.fetch_sub(static_cast<std::ptrdiff_t>(block->bytes));
  std::free(block);
}
void operator delete(void* at, std::size_t) noexcept { operator delete(at); }

namespace counted_memory {

void count_blocks_from(std::size_t bytes) {
  counted_from = bytes;
  forget_peak();
}
std::size_t peak() { return static_cast<std::size_t>(most.load()); }
void forget_peak() { most = now.load(); }

} // namespace counted_memory
