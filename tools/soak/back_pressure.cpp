// SPDX-License-Identifier: BSD-3-Clause
// Memory in front of a sink a thousand times slower than its source.
//
//   back_pressure integers|strings [seconds = 600 [seconds at the start = 10]]
//
// Three actors: a source, a map, a sink that is busy with each item. Watched are
//  - the items that are alive, by an allocator that counts: never more than the sum over the edges
//  of the most that may be
//    in flight and one chunk that waits (for an item heavier than that: the item in the place of
//    each);
//  - the resident set: after the start it grows by at most twice that and 16 MiB.
// Prints both, with what they may be; the exit status is 1 if one is missed. The suite runs it for
// five seconds; by hand, with nothing else running: back_pressure integers && back_pressure strings
#include "counting_allocator.hpp"
#include <leat/leat.hpp>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t kibibyte = 1024;
constexpr std::size_t mebibyte = 1024 * kibibyte;
constexpr std::size_t edges = 2;

/// The most that the items of the pipeline may take.
constexpr std::size_t bound(std::size_t item) {
  constexpr std::size_t budget = 64 * kibibyte;
  const std::size_t chunk = std::min(budget / 4, 1024 * item);
  return edges * (std::max(budget, item) + std::max(chunk, item));
}

std::size_t resident() { // without a file stream, whose buffer would be counted
  std::size_t total = 0, pages = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  const int read = file ? std::fscanf(file, "%zu %zu", &total, &pages) : 0;
  if (file)
    std::fclose(file);
  return read == 2 ? pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) : 0;
}

bool check(const char* what, std::size_t value, std::size_t limit) {
  std::printf("%s: %.3f MiB of %.3f MiB%s\n", what, static_cast<double>(value) / mebibyte,
              static_cast<double>(limit) / mebibyte, value <= limit ? "" : ": too much");
  return value <= limit;
}

/// Runs `make`, a function of an item's number, against a sink that is busy with each item for
/// `pause`. Blocks of memory from `block` bytes on are taken for items.
template <class Make>
bool soak(Make make, std::size_t item, std::size_t block, std::chrono::nanoseconds pause,
          std::chrono::seconds whole, std::chrono::seconds start) {
  using made = std::invoke_result_t<Make, std::uint64_t>;
  std::uint64_t seen = 0;
  leat::pipeline p;
  p | leat::from_generator([make, i = std::uint64_t{0}]() mutable -> std::optional<made> {
    return make(i++);
  }) | leat::map([](made x) { return x; }).own_actor()
    | leat::for_each([&, pause](const made&) {
        for (const auto end = clock_type::now() + pause; clock_type::now() < end;) {
        }
        ++seen;
      }).own_actor();
  leat::engine engine; // what it takes for itself is not counted
  counted_memory::count_blocks_from(block);
  leat::job job = leat::start(p, engine);
  const auto begin = clock_type::now();
  job.wait_for(start);
  const std::size_t before = resident();
  std::size_t most = before;
  while (clock_type::now() < begin + whole && !job.wait_for(10ms))
    most = std::max(most, resident());
  job.cancel();
  job.wait();
  std::printf("items that arrived: %llu\n", static_cast<unsigned long long>(seen));
  const bool items_fit = check("items alive at once", counted_memory::peak(), bound(item));
  const bool growth_fits =
    check("growth of the resident set", most - before, 2 * bound(item) + 16 * mebibyte);
  return items_fit && growth_fits && seen > 0;
}

std::chrono::seconds seconds(int argc, char** argv, int at, int otherwise) {
  return std::chrono::seconds(at < argc ? std::atoi(argv[at]) : otherwise);
}

} // namespace

int main(int argc, char** argv) {
  const std::string_view items = argc > 1 ? argv[1] : "";
  const auto whole = seconds(argc, argv, 2, 600), start = seconds(argc, argv, 3, 10);
  if (items == "integers") // some nanoseconds each
    return soak([](std::uint64_t i) { return i; }, sizeof(std::uint64_t), 4096, 5us, whole, start)
      ? 0
      : 1;
  if (items == "strings") { // some 50 to 100 microseconds each
    constexpr std::size_t length = 1'000'000;
    return soak(
             [](std::uint64_t i) { return std::string(length, static_cast<char>('a' + i % 26)); },
             sizeof(std::string) + length + 1, length, 100ms, whole, start)
      ? 0
      : 1;
  }
  std::fprintf(stderr, "usage: %s integers|strings [seconds [seconds at the start]]\n", argv[0]);
  return 2;
}
