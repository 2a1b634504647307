// SPDX-License-Identifier: BSD-3-Clause
// What an item costs in a node that has one operator: chunks of 1,024 integers go into the node's
// state machine, and what comes out is thrown away. No actor, no message: leat_operators [n]
#include "measure.hpp"
#include <leat/leat.hpp>
#include <leat/node_core.hpp>
#include <leat/planner.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using number = std::int64_t;
using numbers = leat::stream<number>;
using of_keys = leat::keyed_stream<number, number>;
using namespace std::chrono_literals;

constexpr std::size_t chunk_items = 1024;
constexpr std::size_t chunks_at_once = 64; // they stay in the cache
const auto endless = leat::items(std::size_t{1} << 40);

/// Takes all that a node sends, and stands still in time.
class deaf_host final : public leat::node_host {
 public:
  [[nodiscard]] leat::timestamp now() override { return {}; }
  void send(const leat::edge_plan&, leat::epoch, leat::packet) override {}
  void grant(const leat::edge_plan&, leat::epoch, leat::credit) override {}
  void cancel(const leat::edge_plan&, leat::epoch) override {}
  void set_alarm(leat::timestamp) override {}
  void run_later() override { runs_later = true; }
  [[nodiscard]] bool more_waiting() override { return false; }
  void tell(leat::report what) override {
    if (auto* failed = std::get_if<leat::node_failed>(&what))
      throw std::runtime_error(failed->why.what);
  }
  [[nodiscard]] std::shared_ptr<leat::call_port> calls() override { return nullptr; }
  [[nodiscard]] std::function<void()> waker() override { return {}; }
  [[nodiscard]] std::stop_token stop_token() override { return {}; }
  [[nodiscard]] std::uint64_t random() override { return 4; }
  [[nodiscard]] std::size_t slice_limit() override { return chunk_items; }
  [[nodiscard]] bool wants_stall_reports() const override { return false; }

  bool runs_later = false;
};

/// The plan of the operator that is named "it".
leat::node_plan plan_of(leat::pipeline& p) {
  auto job = leat::make_plan(*p.graph(), {.fuse = false, .spill_to = {}});
  for (auto& node : job.nodes)
    if (node.steps.back().name == "it") {
      for (auto& edge : node.inputs)
        edge.budget = endless;
      for (auto& outlet : node.outlets)
        for (auto& edge : outlet.edges)
          edge.budget = endless;
      return node;
    }
  throw std::logic_error("no operator is named 'it'");
}

template <class T, class F>
leat::chunk_slice make_chunk(F item) {
  leat::outlet<T> made;
  for (std::size_t i = 0; i < chunk_items; ++i)
    made.push(item(static_cast<number>(i)));
  made.seal();
  return made.take_sealed().items;
}

leat::chunk_slice make_chunk(bool keyed) {
  if (keyed)
    return make_chunk<leat::keyed<number, number>>(
      [](number i) { return leat::keyed<number, number>{i % 64, i}; });
  return make_chunk<number>([](number i) { return i; });
}

/// Nanoseconds an item.
double cost_of(leat::node_plan plan, bool keyed, std::uint64_t n) {
  const auto input = plan.inputs.at(0).id;
  deaf_host host;
  leat::node_core node(std::move(plan), host);
  node.start();
  double spent = 0;
  std::uint64_t items = 0;
  for (bool warm = false; items < n; warm = true) {
    std::vector<leat::chunk_slice> chunks;
    for (std::size_t i = 0; i < chunks_at_once; ++i)
      chunks.push_back(make_chunk(keyed));
    const auto begin = bench::clock::now();
    for (auto& chunk : chunks) {
      node.on_packet(input, {}, leat::data_packet{std::move(chunk), chunk_items});
      while (std::exchange(host.runs_later, false))
        node.run();
    }
    if (!warm)
      continue;
    spent += bench::nanoseconds_since(begin);
    items += chunks_at_once * chunk_items;
  }
  return spent / static_cast<double>(items);
}

struct measured {
  const char* name;
  std::function<void(numbers)> put_behind;
  std::function<void(of_keys)> put_behind_keys = {};
};

template <class Operator>
auto behind(Operator op) {
  return [op](auto s) { s | Operator(op).named("it") | leat::discard(); };
}

std::vector<measured> stateless() {
  return {
    {"map", behind(leat::map([](number x) { return x * 3 + 1; }))},
    {"filter", behind(leat::filter([](number x) { return (x & 7) != 0; }))},
    {"remove", behind(leat::remove([](number x) { return (x & 7) == 0; }))},
    {"update", behind(leat::update([](number& x) { x *= 3; }))},
    {"tap", behind(leat::tap([sum = number(0)](number x) mutable { sum += x; }))},
    {"flat_map", behind(leat::flat_map([](number x) {
       return (x & 7) == 0 ? std::optional<number>() : std::optional(x);
     }))},
    {"with_time", behind(leat::with_time())},
    {"key_by", behind(leat::key_by([](number x) { return x & 63; }))},
    {"merge", [](const numbers& s) { leat::merge(s, s).named("it") | leat::discard(); }},
  };
}

std::vector<measured> stateful() {
  const number last = 1'000'000'000'000;
  const auto at_most = static_cast<std::size_t>(last);
  const auto add = [](number sum, number x) { return sum + x; };
  return {
    {"enumerate", behind(leat::enumerate())},
    {"pairwise", behind(leat::pairwise())},
    {"take", behind(leat::take(at_most))},
    {"skip", behind(leat::skip(1))},
    {"take_while", behind(leat::take_while([last](number x) { return x < last; }))},
    {"skip_while", behind(leat::skip_while([](number x) { return x < 1; }))},
    {"slice", behind(leat::slice(1, at_most, 3))},
    {"scan", behind(leat::scan(number(0), add))},
    {"fold", behind(leat::fold(number(0), add))},
    {"reduce", behind(leat::reduce(add))},
    {"count", behind(leat::count())},
    {"sum", behind(leat::sum())},
    {"min", behind(leat::min())},
    {"mean", behind(leat::mean())},
    {"unique", behind(leat::unique())},
    {"distinct_until_changed", behind(leat::distinct_until_changed())},
    {"start_with", behind(leat::start_with(number(0)))},
    {"default_if_empty", behind(leat::default_if_empty(number(0)))},
    {"partition", behind(leat::partition(100))},
    {"sliding_window", behind(leat::sliding_window(10))},
    {"throttle_first", behind(leat::throttle_first(1s))},
    {"debounce", behind(leat::debounce(1s))},
    {"sample", behind(leat::sample(1s))},
    {"for_each", [](const numbers& s) {
       s | leat::for_each([sum = number(0)](number x) mutable { sum += x; }).named("it");
     }},
    {"keyed_count", {}, [](of_keys s) { s | leat::count().named("it") | leat::discard(); }},
    {"keyed_scan", {}, [add](of_keys s) {
       s | leat::scan(number(0), add).named("it") | leat::discard();
     }},
    {"keyed_unique", {}, [](of_keys s) { s | leat::unique().named("it") | leat::discard(); }},
  };
}

void measure(const std::vector<measured>& all, std::uint64_t n) {
  for (auto& one : all) {
    const bool keyed = one.put_behind_keys != nullptr;
    leat::pipeline p;
    numbers s = p | leat::from_values(number(1));
    if (keyed)
      one.put_behind_keys(s | leat::key_by([](number x) { return x & 63; }));
    else
      one.put_behind(s);
    bench::report(one.name, cost_of(plan_of(p), keyed, n), "ns");
  }
}

} // namespace

int main(int argc, char** argv) try {
  const std::uint64_t n = bench::number(argc, argv, 1, 20'000'000);
  measure(stateless(), n);
  measure(stateful(), n);
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
