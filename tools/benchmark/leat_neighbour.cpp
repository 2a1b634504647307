// SPDX-License-Identifier: BSD-3-Clause
// How long the small items of one edge take to another process and back, one every millisecond,
// while items of 64 MiB, one after the other, go there on another edge:
// leat_neighbour [heavy items]
#include "measure.hpp"
#include "worker_process.hpp"

#include <cstdint>
#include <future>
#include <memory>
#include <optional>

namespace {

using bench::clock;

constexpr std::size_t heavy_bytes = std::size_t{64} * 1024 * 1024 - sizeof(std::uint32_t);

leat::detail::beside build(leat::pipeline& p, std::span<const std::string> rest) {
  const std::size_t items = rest.empty() ? 1 : std::stoull(rest[0]);
  const auto all_there = std::make_shared<std::promise<void>>();
  p | leat::from_generator([n = items]() mutable -> std::optional<std::string> {
    if (n == 0)
      return std::nullopt;
    --n;
    return std::string(heavy_bytes, 'x');
  })
    | leat::map([](const std::string& s) { return s.size(); }).named("weigh").placed_on("there")
    | leat::for_each([left = items, all_there](std::size_t) mutable {
        if (--left == 0)
          all_there->set_value();
      });

  const auto taken = std::make_shared<std::vector<double>>();
  const auto now = [] { return clock::now().time_since_epoch().count(); };
  p | leat::from_periodic(std::chrono::milliseconds(1), now)
    | leat::map([](std::int64_t x) { return x; }).named("pass").placed_on("there")
    | leat::for_each([taken](std::int64_t put_in) {
        const clock::time_point then{clock::duration(put_in)};
        taken->push_back(bench::nanoseconds_since(then) / 1e6);
      });
  return [taken, all_there](leat::job& j) {
    all_there->get_future().wait();
    j.stop(std::chrono::seconds(10));
    bench::report("median", bench::quantile(*taken, 0.5), "ms");
    bench::report("worst", bench::quantile(*taken, 1), "ms");
    return 0;
  };
}

} // namespace

int main(int argc, char** argv) try {
  bench::words rest{"20"};
  if (argc > 1)
    rest.assign(argv + 1, argv + argc);
  return bench::run_beside_worker(argc, argv, {}, rest, build);
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
