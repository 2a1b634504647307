// SPDX-License-Identifier: BSD-3-Clause
// One item at a time to another process and back, over loopback:
// leat_round_trip [items [milliseconds in between]]
#include "trickle.hpp"
#include "worker_process.hpp"

#include <cstdint>
#include <memory>

namespace {

using bench::clock;

leat::detail::beside build(leat::pipeline& p, std::span<const std::string> rest) {
  const std::size_t items = rest.empty() ? 1 : std::stoull(rest[0]);
  const auto pause = std::chrono::milliseconds(rest.size() < 2 ? 0 : std::stol(rest[1]));
  const auto out = std::make_shared<bench::arrivals>();
  auto [entered, in] = p.input<std::int64_t>();
  entered | leat::map([](std::int64_t x) { return x; }).named("there").placed_on("there")
    | leat::for_each([out](std::int64_t put_in) {
        out->arrived(clock::time_point(clock::duration(put_in)));
      });
  return [out, items, pause, in = in](leat::job& j) {
    bench::trickle(*out, items, pause,
                   [&](clock::time_point at) { in.push(at.time_since_epoch().count()); });
    in.close();
    j.wait();
    return 0;
  };
}

} // namespace

int main(int argc, char** argv) try {
  bench::words rest{"20000"};
  if (argc > 1)
    rest.assign(argv + 1, argv + argc);
  return bench::run_beside_worker(argc, argv, {}, rest, build);
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
