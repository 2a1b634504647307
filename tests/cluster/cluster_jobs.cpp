// SPDX-License-Identifier: BSD-3-Clause
#include "cluster_jobs.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>

using namespace std::chrono_literals;

namespace {

auto numbers(results& r, std::uint32_t n) {
  return leat::from_generator([&r, n, next = 0U]() mutable -> std::optional<numbered> {
    if (next == n)
      return std::nullopt;
    return numbered{r.attempt, next++};
  });
}

// Edges between all processes: to workers, from worker to worker, back. Counts per key.
void build_counts(leat::pipeline& p, results& r) {
  p | numbers(r, 500) | leat::rate_limit(10ms)
    | leat::map([](numbered x) { return numbered{x.attempt, x.value * 5 + x.value % 5}; })
        .parallel(3)
    | leat::key_by([](const numbered& x) { return x.value % 5; }).parallel(3)
    | leat::scan(numbered{}, [](numbered seen, const numbered& x) {
        return numbered{x.attempt, seen.value + 1};
      }).parallel(4)
    | leat::values() | leat::for_each([&r](const numbered& x) { r.take(x.attempt, x.value); });
}
bool counts_are_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right;
  for (std::uint32_t count = 1; count <= 100; ++count)
    right.insert(right.end(), 5, count);
  std::ranges::sort(got);
  return got == right;
}

// A loop whose body is on the workers: rounds of probes go through all processes.
void build_loop(leat::pipeline& p, results& r) {
  auto [again, back] = p.loop<numbered>();
  leat::stream<numbered> left = leat::merge(p | numbers(r, 60) | leat::rate_limit(50ms), again)
    | leat::map([](numbered x) { return numbered{x.attempt, x.value / 2}; }).parallel(3)
    | leat::filter([](const numbered& x) { return x.value > 0; });
  left | back;
  left | leat::for_each([&r](const numbered& x) { r.take(x.attempt, x.value); });
}
bool loop_is_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right;
  for (std::uint32_t n = 0; n < 60; ++n)
    for (auto x = n / 2; x > 0; x /= 2)
      right.push_back(x);
  std::ranges::sort(got);
  std::ranges::sort(right);
  return got == right;
}

// Items of several fragments.
struct heavy {
  std::uint32_t attempt = 0;
  std::uint32_t value = 0;
  std::vector<std::uint32_t> load{};
};
void build_heavy(leat::pipeline& p, results& r) {
  p | numbers(r, 120) | leat::rate_limit(20ms) | leat::map([](numbered x) {
    return heavy{x.attempt, x.value, std::vector<std::uint32_t>((x.value % 40) * 1000, x.value)};
  })
    | leat::map([](heavy x) {
        x.load.push_back(x.value);
        return x;
      }).parallel(4)
    | leat::for_each([&r](const heavy& x) {
        const bool whole = x.load.size() == (x.value % 40) * 1000 + 1
          && std::ranges::count(x.load, x.value) == static_cast<long>(x.load.size());
        r.take(x.attempt, whole ? x.value : 1'000'000);
      });
}
bool heavy_is_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right(120);
  std::iota(right.begin(), right.end(), 0U);
  std::ranges::sort(got);
  return got == right;
}

// As fast as it goes, so that all budgets are full; some items are heavier than a budget.
constexpr std::uint32_t tight_items = 1500;
void build_tight(leat::pipeline& p, results& r) {
  p | numbers(r, tight_items) | leat::map([](numbered x) {
    return heavy{x.attempt, x.value, std::vector<std::uint32_t>(x.value * 7 % 1200, x.value)};
  })
    | leat::map([](heavy x) { return x; }).parallel(4).budget(leat::bytes(4000))
    | leat::map([](const heavy& x) { return numbered{x.attempt, x.value}; })
        .budget(leat::bytes(8000))
    | leat::rate_limit(4ms).budget(leat::items(3))
    | leat::for_each([&r](const numbered& x) { r.take(x.attempt, x.value); });
}
bool tight_is_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right(tight_items);
  std::iota(right.begin(), right.end(), 0U);
  std::ranges::sort(got);
  return got == right;
}

} // namespace

const std::array<job, 4> jobs{{{"counts", build_counts, counts_are_right},
                               {"loop", build_loop, loop_is_right},
                               {"heavy", build_heavy, heavy_is_right},
                               {"tight", build_tight, tight_is_right}}};
