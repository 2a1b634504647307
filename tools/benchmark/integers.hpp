// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// The work of most rows: the integers 0 … n-1, `grow`, `keep`, `grow`, `keep`, and their sum.
namespace bench {

/// Items that travel together, where a program puts them together itself.
inline constexpr std::uint64_t chunk_items = 1024;

inline constexpr auto grow = [](std::uint64_t x) { return x * 3 + 1; };
inline constexpr auto keep = [](std::uint64_t x) { return (x & 7) != 0; };

/// The hand-written loop.
inline std::uint64_t sum_by_hand(std::uint64_t n) {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < n; ++i) {
    std::uint64_t x = grow(i);
    if (keep(x)) {
      x = grow(x);
      if (keep(x))
        sum += x;
    }
  }
  return sum;
}

/// Ends the program with status 1 if `sum` is not that of n integers: a wrong result has no speed.
inline void check_sum(std::uint64_t n, std::uint64_t sum) {
  if (std::uint64_t expected = sum_by_hand(n); sum != expected) {
    std::fprintf(stderr, "wrong sum of %ju integers: %ju instead of %ju\n", std::uintmax_t{n},
                 std::uintmax_t{sum}, std::uintmax_t{expected});
    std::exit(1);
  }
}

} // namespace bench
