// SPDX-License-Identifier: BSD-3-Clause
// Growth of memory in front of a sink a thousand times slower than its source:
// leat_memory integers|strings [seconds [seconds at the start that do not count]]
#include "measure.hpp"
#include <leat/leat.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace {

using namespace std::chrono_literals;

constexpr double kibibyte = 1024;
constexpr double mebibyte = 1024 * kibibyte;

/// The most that the pipeline below may hold: on each of its two edges the budget and a chunk of a
/// quarter of it, or an item in the place of each if it weighs more.
constexpr double bound(double item_bytes) {
  constexpr double budget = 64 * kibibyte;
  return 2 * (std::max(budget, item_bytes) + std::max(budget / 4, item_bytes));
}

struct duration {
  std::chrono::seconds whole;
  std::chrono::seconds start;
};

/// Runs `make`, a function of the item's number, against a sink that is busy with each for `pause`.
template <class Make>
void measure(Make make, double item_bytes, std::chrono::nanoseconds pause, duration time) {
  using item = std::invoke_result_t<Make, std::uint64_t>;
  leat::pipeline p;
  p | leat::from_generator([make, i = std::uint64_t{0}]() mutable -> std::optional<item> {
    return make(i++);
  })
    | leat::map([](item x) { return x; }).own_actor()
    | leat::for_each([pause](const item&) {
        for (auto end = bench::clock::now() + pause; bench::clock::now() < end;) {
        }
      }).own_actor();
  leat::job job = leat::start(p);

  const auto begin = bench::clock::now();
  std::this_thread::sleep_until(begin + time.start);
  const double before = bench::resident_bytes();
  double most = before;
  while (bench::clock::now() < begin + time.whole) {
    std::this_thread::sleep_for(10ms);
    most = std::max(most, bench::resident_bytes());
  }
  job.cancel();
  bench::report("growth", (most - before) / mebibyte, "MiB");
  bench::report("limit", (2 * bound(item_bytes) + 16 * mebibyte) / mebibyte, "MiB");
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view items = argc > 1 ? argv[1] : "";
  const duration time{std::chrono::seconds(bench::number(argc, argv, 2, 4)),
                      std::chrono::seconds(bench::number(argc, argv, 3, 1))};
  if (items == "integers") { // some nanoseconds each
    measure([](std::uint64_t i) { return i; }, sizeof(std::uint64_t), 5us, time);
  } else if (items == "strings") { // some 50 to 100 microseconds each
    constexpr std::size_t length = 1'000'000;
    measure([](std::uint64_t i) { return std::string(length, static_cast<char>('a' + i % 26)); },
            sizeof(std::string) + length, 100ms, time);
  } else {
    std::fprintf(stderr, "usage: %s integers|strings [seconds [seconds at the start]]\n", argv[0]);
    return 2;
  }
}
