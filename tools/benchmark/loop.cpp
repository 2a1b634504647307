// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum by a loop in one thread: loop [n]
#include "integers.hpp"
#include "measure.hpp"

int main(int argc, char** argv) {
  // Volatile keeps the loop between the two looks at the clock, and each of the two loops a loop.
  const volatile std::uint64_t n = bench::number(argc, argv, 1, 200'000'000);
  const std::uint64_t warm_up = bench::sum_by_hand(n);

  auto begin = bench::clock::now();
  const volatile std::uint64_t sum = bench::sum_by_hand(n);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  return sum == warm_up ? 0 : 1;
}
