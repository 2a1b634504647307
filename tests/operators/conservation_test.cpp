// SPDX-License-Identifier: BSD-3-Clause
// Operators that drop: over a virtual week each item has left or is counted, and the last one has
// left.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using leat::testing::simulation;
using ints = std::vector<int>;

namespace {

constexpr leat::duration week = 7 * 24h;

/// Pushes some thousand numbers within a week: singly, in bursts, and some exactly when a timer of
/// ten minutes may be due; then nothing for an hour.
int push_a_week(simulation& sim, leat::input<int>& in, unsigned seed) {
  std::mt19937 random(seed);
  int next = 0;
  while (sim.now() < leat::timestamp{} + week) {
    for (auto n = random() % 4 == 0 ? 1 + random() % 20 : 1; n > 0; --n)
      in.push(next++);
    sim.advance(random() % 3 == 0 ? 10min : std::chrono::seconds(1 + random() % 900));
  }
  sim.advance(1h);
  return next;
}

std::size_t dropped(const simulation& sim, const std::string& node) {
  const auto metrics = sim.metrics();
  const auto& all = metrics.node(node).dropped;
  std::size_t n = 0;
  for (const auto& [reason, times] : all)
    n += times;
  return n;
}

/// `build` puts one operator, with this name, behind a stream.
template <class Build>
void must_conserve(const std::string& name, unsigned seed, const Build& build) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  ints out;
  build(std::move(items)) | leat::collect_into(out);
  const bool faults = seed % 3 == 0;
  simulation sim{p,
                 {.seed = seed,
                  .fuse = seed % 2 == 0,
                  .delay_packets = faults ? leat::duration(5s) : leat::duration::zero(),
                  .chunk_items = 1 + seed % 5,
                  .empty_chunks = faults,
                  .repeat_grants = faults}};
  const int pushed = push_a_week(sim, in, seed);
  const auto place = name + ", seed " + std::to_string(seed);
  BOOST_REQUIRE_MESSAGE(!out.empty(), place);
  BOOST_CHECK_MESSAGE(out.back() == pushed - 1, place << ": the last one needs no end to come");
  in.push(pushed); // and one for the end
  in.close();
  sim.finish();
  BOOST_CHECK_MESSAGE(out.back() == pushed, place << ": the end brings out the last one");
  BOOST_CHECK_MESSAGE(std::ranges::is_sorted(out, std::less_equal<>()),
                      place << ": out of order, or twice");
  const auto lost = dropped(sim, name);
  BOOST_CHECK_MESSAGE(lost > 0, place << " drops nothing here");
  BOOST_CHECK_MESSAGE(out.size() + lost == static_cast<std::size_t>(pushed) + 1,
                      place << ": " << pushed + 1 << " came, " << out.size() << " left, " << lost
                            << " were dropped");
  const auto node = sim.metrics().node(name);
  BOOST_CHECK_MESSAGE(node.items_in == node.items_out + lost && node.items_held == 0, place);
}

} // namespace

BOOST_AUTO_TEST_SUITE(conservation_test)

BOOST_AUTO_TEST_CASE(debounce_loses_nothing_but_what_it_counts) {
  for (unsigned seed = 0; seed < 12; ++seed)
    must_conserve("debounce", seed, [](auto s) { return std::move(s) | leat::debounce(10min); });
}

BOOST_AUTO_TEST_CASE(sample_loses_nothing_but_what_it_counts) {
  for (unsigned seed = 0; seed < 12; ++seed)
    must_conserve("sample", seed, [](auto s) { return std::move(s) | leat::sample(10min); });
}

BOOST_AUTO_TEST_CASE(latest_loses_nothing_but_what_it_counts) {
  for (unsigned seed = 0; seed < 12; ++seed)
    must_conserve("latest", seed, [](auto s) {
      return std::move(s) | leat::latest() | leat::rate_limit(10min);
    });
}

BOOST_AUTO_TEST_SUITE_END()
