// SPDX-License-Identifier: BSD-3-Clause
// What an item costs in a node that has one operator: chunks of 1,024 items go into the node's
// state machine, a microsecond apart, and what comes out is thrown away. No actor, no message; only
// map_async's calls, which end at once, are measured in a job: leat_operators [n]
#include "measure.hpp"
#include <leat/leat.hpp>
#include <leat/node_core.hpp>
#include <leat/planner.hpp>

#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using number = std::int64_t;
using numbers = leat::stream<number>;
using pair = std::pair<number, number>;
using of_pairs = leat::stream<pair>;
using of_rows = leat::stream<std::array<number, 2>>;
using of_keys = leat::keyed_stream<number, number>;
using namespace std::chrono_literals;

constexpr std::size_t chunk_items = 1024;
constexpr std::size_t chunks_at_once = 64; // they stay in the cache
const auto endless = leat::items(std::size_t{1} << 40);

/// Takes all that a node sends.
class deaf_host final : public leat::node_host {
 public:
  [[nodiscard]] leat::timestamp now() override { return time; }
  void send(const leat::edge_plan&, leat::epoch, leat::packet) override {}
  void grant(const leat::edge_plan&, leat::epoch, leat::credit) override {}
  void cancel(const leat::edge_plan&, leat::epoch) override {}
  void set_alarm(leat::timestamp due) override { alarm = due; }
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

  leat::timestamp time{};
  leat::timestamp alarm = leat::timestamp::max();
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

using chunk_maker = leat::chunk_slice (*)();

leat::chunk_slice chunk_of_numbers() {
  return make_chunk<number>([](number i) { return i; });
}
leat::chunk_slice chunk_of_64() {
  return make_chunk<number>([](number i) { return i & 63; });
}
leat::chunk_slice chunk_of_keyed() {
  return make_chunk<leat::keyed<number, number>>(
    [](number i) { return leat::keyed<number, number>{i % 64, i}; });
}
leat::chunk_slice chunk_of_pairs() {
  return make_chunk<pair>([](number i) { return pair(i, i); });
}
leat::chunk_slice chunk_of_rows() {
  return make_chunk<std::array<number, 2>>([](number i) { return std::array{i, i}; });
}

struct measured {
  const char* name;
  std::function<void(leat::pipeline&)> build;
  chunk_maker chunk = &chunk_of_numbers;
  std::size_t ports = 1; // of its inputs, how many are fed
};

/// Nanoseconds an item of the first port: n items, or a second.
double cost_of(const measured& what, std::uint64_t n) {
  leat::pipeline p;
  what.build(p);
  auto plan = plan_of(p);
  std::vector<leat::edge_id> inputs;
  for (std::size_t i = 0; i < what.ports; ++i)
    inputs.push_back(plan.inputs.at(i).id);
  deaf_host host;
  leat::node_core node(std::move(plan), host);
  node.start();
  const auto settle = [&] {
    while (std::exchange(host.runs_later, false))
      node.run();
  };
  double spent = 0;
  std::uint64_t items = 0;
  for (bool warm = false; items < n && spent < 1e9; warm = true) {
    std::vector<leat::chunk_slice> chunks;
    for (std::size_t i = 0; i < chunks_at_once * inputs.size(); ++i)
      chunks.push_back(what.chunk());
    const auto begin = bench::clock::now();
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      node.on_packet(inputs[i % inputs.size()], {},
                     leat::data_packet{std::move(chunks[i]), chunk_items});
      settle();
      host.time += 1us;
      if (host.time < host.alarm)
        continue;
      host.alarm = leat::timestamp::max();
      node.on_alarm();
      settle();
    }
    if (!warm)
      continue;
    spent += bench::nanoseconds_since(begin);
    items += chunks_at_once * chunk_items;
  }
  return spent / static_cast<double>(items);
}

template <class Stream, class F>
auto fed_by(F put_behind) {
  return [put_behind](leat::pipeline& p) {
    if constexpr (!std::is_void_v<typename Stream::key_type>)
      put_behind(p | leat::empty<number>() | leat::key_by([](number x) { return x; }));
    else
      put_behind(Stream(p | leat::empty<typename Stream::item_type>()));
  };
}

template <class Stream = numbers, class Operator>
auto behind(Operator op) {
  return fed_by<Stream>([op](const Stream& s) { s | Operator(op).named("it") | leat::discard(); });
}

/// Two streams of numbers are fed, the same one twice.
template <class F>
auto behind_two(F combine) {
  return fed_by<numbers>([combine](const numbers& s) {
    combine(s, s).named("it") | leat::discard();
  });
}

/// The operator gives several streams.
template <class Stream = numbers, class Operator>
auto behind_as_several(Operator op) {
  return fed_by<Stream>([op](const Stream& s) {
    auto parts = s | Operator(op).named("it");
    if constexpr (requires { parts.size(); })
      for (auto& part : parts)
        part | leat::discard();
    else
      std::apply([](auto&... part) { ((part | leat::discard()), ...); }, parts);
  });
}

std::vector<measured> stateless() {
  return {
    {"map", behind(leat::map([](number x) { return x * 3 + 1; }))},
    {"filter", behind(leat::filter([](number x) { return (x & 7) != 0; }))},
    {"remove", behind(leat::remove([](number x) { return (x & 7) == 0; }))},
    {"update", behind(leat::update([](number& x) { x *= 3; }))},
    {"pluck", behind<of_pairs>(leat::pluck<1>()), &chunk_of_pairs},
    {"tap", behind(leat::tap([sum = number(0)](number x) mutable { sum += x; }))},
    {"flat_map", behind(leat::flat_map([](number x) {
       return (x & 7) == 0 ? std::optional<number>() : std::optional(x);
     }))},
    {"with_time", behind(leat::with_time())},
    {"key_by", behind(leat::key_by([](number x) { return x & 63; }))},
    {"by_key", behind<of_keys>(leat::by_key()), &chunk_of_keyed},
    {"values", behind<of_keys>(leat::values()), &chunk_of_keyed},
    {"merge", behind_two([](auto a, auto b) { return leat::merge(a, b); })},
    {"split", behind_as_several(leat::split([](number x) { return (x & 1) == 0; }))},
    {"split_by", behind_as_several(leat::split_by(4, [](number x) { return x & 3; }))},
    {"unzip", behind_as_several<of_pairs>(leat::unzip()), &chunk_of_pairs},
    {"for_each", fed_by<numbers>([](const numbers& s) {
       s | leat::for_each([sum = number(0)](number x) mutable { sum += x; }).named("it");
     })},
    {"discard", fed_by<numbers>([](const numbers& s) { s | leat::discard().named("it"); })},
  };
}

std::vector<measured> stateful() {
  const number last = 1'000'000'000'000;
  const auto at_most = static_cast<std::size_t>(last);
  const auto add = [](number sum, number x) { return sum + x; };
  const auto add_to = [](number& sum, number x) { return sum += x; };
  const auto low_bits = [](number x) { return x & 63; };
  static std::vector<number> collected;
  return {
    {"flat_map_of_two", behind(leat::flat_map([](number x) { return std::array{x, x + 1}; }))},
    {"flatten_of_two", behind<of_rows>(leat::flatten()), &chunk_of_rows},
    {"enumerate", behind(leat::enumerate())},
    {"pairwise", behind(leat::pairwise())},
    {"take", behind(leat::take(at_most))},
    {"skip", behind(leat::skip(1))},
    {"take_while", behind(leat::take_while([last](number x) { return x < last; }))},
    {"skip_while", behind(leat::skip_while([](number x) { return x < 1; }))},
    {"last", behind(leat::last())},
    {"slice", behind(leat::slice(1, at_most, 3))},
    {"scan", behind(leat::scan(number(0), add))},
    {"scan_output", behind(leat::scan_output(number(0), add_to))},
    {"frequencies_of_64", behind(leat::frequencies()), &chunk_of_64},
    {"fold", behind(leat::fold(number(0), add))},
    {"reduce", behind(leat::reduce(add))},
    {"count", behind(leat::count())},
    {"sum", behind(leat::sum())},
    {"min", behind(leat::min())},
    {"max", behind(leat::max())},
    {"mean", behind(leat::mean())},
    {"unique", behind(leat::unique())},
    {"distinct_until_changed", behind(leat::distinct_until_changed())},
    {"start_with", behind(leat::start_with(number(0)))},
    {"default_if_empty", behind(leat::default_if_empty(number(0)))},
    {"partition", behind(leat::partition(100))},
    {"partition_unique", behind(leat::partition_unique(100, std::identity()))},
    {"sliding_window", behind(leat::sliding_window(10))},
    {"timed_window", behind(leat::timed_window(1us))},
    {"timed_window_unique", behind(leat::timed_window_unique(1us, low_bits))},
    {"collect", fed_by<numbers>([](const numbers& s) {
       s | leat::collect(s).named("it") | leat::discard();
     })},
    {"concat", behind_two([](auto a, auto b) { return leat::concat(a, b); })},
    {"race", behind_two([](auto a, auto b) { return leat::race(a, b); })},
    {"zip", behind_two([](auto a, auto b) { return leat::zip(a, b); }), &chunk_of_numbers, 2},
    {"combine_latest", behind_two([](auto a, auto b) { return leat::combine_latest(a, b); }),
     &chunk_of_numbers, 2},
    {"zip_latest", behind_two([](auto a, auto b) { return leat::zip_latest(a, b); }),
     &chunk_of_numbers, 2},
    {"delay", behind(leat::delay(1us))},
    {"rate_limit", behind(leat::rate_limit(2048, 1us, 2048))},
    {"throttle_first", behind(leat::throttle_first(1s))},
    {"debounce", behind(leat::debounce(1s))},
    {"sample", behind(leat::sample(1s))},
    {"timeout", behind(leat::timeout(1s))},
    {"keep_alive", behind(leat::keep_alive(1s, number(0)))},
    {"buffer", behind(leat::buffer(4096, leat::overflow::block))},
    {"latest", behind(leat::latest())},
    {"collect_into", fed_by<numbers>([](const numbers& s) {
       s | leat::collect_into(collected).named("it");
     })},
    {"keyed_count", behind<of_keys>(leat::count()), &chunk_of_keyed},
    {"keyed_scan", behind<of_keys>(leat::scan(number(0), add)), &chunk_of_keyed},
    {"keyed_unique", behind<of_keys>(leat::unique()), &chunk_of_keyed},
  };
}

/// A job of its own, on actors: calls end as messages.
double cost_of_map_async(number n) {
  leat::pipeline p;
  p | leat::from_range(std::views::iota(number(0), n))
    | leat::map_async<number>([](number x, const leat::completion<number>& done) { done(x); },
                              {.in_flight = 1024})
    | leat::discard();
  const auto begin = bench::clock::now();
  leat::run(p);
  return bench::nanoseconds_since(begin) / static_cast<double>(n);
}

void measure(const std::vector<measured>& all, std::uint64_t n) {
  for (auto& one : all)
    bench::report(one.name, cost_of(one, n), "ns");
}

} // namespace

int main(int argc, char** argv) try {
  const std::uint64_t n = bench::number(argc, argv, 1, 20'000'000);
  // Chunks are made in rows here, not one for each that is freed as in a job: without this their
  // memory goes back to the system and comes again, page by page.
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
  measure(stateless(), n);
  measure(stateful(), n);
  bench::report("map_async", cost_of_map_async(static_cast<number>(n / 20)), "ns");
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s: %s\n", argv[0], e.what());
  return 1;
}
