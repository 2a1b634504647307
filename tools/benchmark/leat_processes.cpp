// SPDX-License-Identifier: BSD-3-Clause
// Integers from process to process: the source is in one, their sum is taken in the other, over
// loopback; encrypted with the certificates of a folder: leat_processes [n [folder]]
#include "measure.hpp"
#include "worker_process.hpp"

#include <cstdint>
#include <ranges>

namespace {

using bench::clock;

std::uint64_t n = 500'000'000;

leat::detail::beside build(leat::pipeline& p, std::span<const std::string> rest) {
  if (!rest.empty())
    n = std::stoull(rest[0]);
  p | leat::from_range(std::views::iota(std::uint64_t{0}, n))
    | leat::sum().named("sum").placed_on("there")
    | leat::for_each([](std::uint64_t sum) {
        if (sum != n * (n - 1) / 2)
          throw std::runtime_error("a wrong sum");
      });
  return [begin = clock::now()](leat::job& j) {
    j.wait();
    bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
    return 0;
  };
}

} // namespace

int main(int argc, char** argv) try {
  const bool starts = argc > 1 && argv[1][0] != '-';
  const auto items = starts ? bench::number(argc, argv, 1, n) : n;
  bench::words tls;
  if (starts && argc > 2) {
    const std::string folder = argv[2];
    tls = {"--tls-certificate", folder + "/good.pem", "--tls-key", folder + "/good.key",
           "--tls-authority", folder + "/ours.pem"};
  }
  return bench::run_beside_worker(argc, argv, tls, {std::to_string(items)}, build);
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
