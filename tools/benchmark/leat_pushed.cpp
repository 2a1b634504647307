// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum, pushed in by the program in batches of 1,024: leat_pushed [n]
#include "integers.hpp"
#include "measure.hpp"
#include <leat/leat.hpp>

#include <algorithm>
#include <numeric>
#include <span>

namespace {

std::uint64_t sum_pushed(leat::engine& engine, std::uint64_t n) {
  leat::pipeline p;
  auto [numbers, in] = p.input<std::uint64_t>();
  auto sum = numbers | leat::map(bench::grow)
    | leat::filter(bench::keep)
    | leat::map(bench::grow)
    | leat::filter(bench::keep)
    | leat::sum()
    | leat::to_future();
  leat::job job = leat::start(p, engine);
  std::vector<std::uint64_t> batch(bench::chunk_items);
  for (std::uint64_t next = 0; next < n; next += bench::chunk_items) {
    std::iota(batch.begin(), batch.end(), next);
    in.push_all(std::span{batch}.first(std::min(bench::chunk_items, n - next)));
  }
  in.close();
  job.wait();
  return sum.get().value();
}

} // namespace

int main(int argc, char** argv) {
  const std::uint64_t n = bench::number(argc, argv, 1, 50'000'000);
  leat::engine engine;
  bench::check_sum(n / 10 + 1, sum_pushed(engine, n / 10 + 1)); // warms up

  auto begin = bench::clock::now();
  auto sum = sum_pushed(engine, n);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  bench::check_sum(n, sum);
}
