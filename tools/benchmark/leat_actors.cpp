// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum by six actors, one for each operator: leat_actors own_actor|unfused [n]
#include "integers.hpp"
#include "measure.hpp"
#include <leat/leat.hpp>

#include <ranges>
#include <string_view>

namespace {

/// `option` is applied to each operator between the source and the future, which is given the sum.
template <class Option>
std::uint64_t sum_by_actors(leat::engine& engine, std::uint64_t n, Option option) {
  leat::pipeline p;
  auto sum = p | leat::from_range(std::views::iota(std::uint64_t{0}, n))
    | option(leat::map(bench::grow))
    | option(leat::filter(bench::keep))
    | option(leat::map(bench::grow))
    | option(leat::filter(bench::keep))
    | option(leat::sum())
    | leat::to_future();
  leat::run(p, engine);
  return sum.get().value();
}

template <class Option>
void measure(leat::engine& engine, std::uint64_t n, Option option) {
  bench::check_sum(n / 10 + 1, sum_by_actors(engine, n / 10 + 1, option)); // warms up

  auto begin = bench::clock::now();
  auto sum = sum_by_actors(engine, n, option);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  bench::check_sum(n, sum);
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view way = argc > 1 ? argv[1] : "";
  const std::uint64_t n = bench::number(argc, argv, 2, 50'000'000);
  if (way == "own_actor") {
    leat::engine engine;
    measure(engine, n, [](auto spec) { return spec.own_actor(); });
  } else if (way == "unfused") {
    leat::engine engine{{.fuse = false}};
    measure(engine, n, [](auto spec) { return spec; });
  } else {
    std::fprintf(stderr, "usage: %s own_actor|unfused [n]\n", argv[0]);
    return 2;
  }
}
