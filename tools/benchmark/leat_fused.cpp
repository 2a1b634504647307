// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum by one pipe expression, fused into one actor: leat_fused [n]
#include "integers.hpp"
#include "measure.hpp"
#include <leat/leat.hpp>

#include <ranges>

namespace {

std::uint64_t sum_fused(leat::engine& engine, std::uint64_t n) {
  leat::pipeline p;
  auto sum = p | leat::from_range(std::views::iota(std::uint64_t{0}, n))
    | leat::map(bench::grow)
    | leat::filter(bench::keep)
    | leat::map(bench::grow)
    | leat::filter(bench::keep)
    | leat::sum()
    | leat::to_future();
  leat::run(p, engine);
  return sum.get().value();
}

} // namespace

int main(int argc, char** argv) {
  const std::uint64_t n = bench::number(argc, argv, 1, 200'000'000);
  leat::engine engine;
  bench::check_sum(n / 10 + 1, sum_fused(engine, n / 10 + 1)); // warms up

  auto begin = bench::clock::now();
  auto sum = sum_fused(engine, n);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  bench::check_sum(n, sum);
}
