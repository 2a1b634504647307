// SPDX-License-Identifier: BSD-3-Clause
// Sources, operators of several streams, and those that look at the clock.
#include "plays.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace {

using leat::pipeline;
using leat::stream;
using ints = stream<int>;
using letters = stream<char>;
using vectors = stream<std::vector<int>>;
using texts = stream<std::string>;
using tuples = stream<std::tuple<int, char>>;

constexpr auto odd = [](int x) { return x % 2 == 1; };

std::string seconds(leat::timestamp t) {
  return std::to_string(t.time_since_epoch() / 1s) + "s";
}

leat::generator<int> one_to_three() {
  for (int i = 1; i <= 3; ++i)
    co_yield i;
}

plays sources() {
  return {
    {"empty<int>()", by([](pipeline& p) -> ints { return p | leat::empty<int>(); })},
    {"failing<int>(error)", by([](pipeline& p) -> ints {
       return p | leat::failing<int>(std::runtime_error("no data"));
     })},
    {"from_coroutine(1, 2, 3, return)",
     by([](pipeline& p) -> ints { return p | leat::from_coroutine(one_to_three); })},
    {"from_generator(1, 2, 3, nothing)", by([](pipeline& p) -> ints {
       return p | leat::from_generator([n = 0]() mutable {
                return n < 3 ? std::optional(++n) : std::nullopt;
              });
     })},
    {"from_periodic(2s, n++)", by([](pipeline& p) -> ints {
       return p | leat::from_periodic(2s, [n = 0]() mutable { return n++; });
     })},
    {"from_process(\"echo ab; echo cd\")",
     by([](pipeline& p) -> texts { return p | leat::from_process("echo ab; echo cd"); })},
    {"from_range([1, 2, 3])",
     by([](pipeline& p) -> ints { return p | leat::from_range(std::vector{1, 2, 3}); })},
    {"from_timer(5s)",
     by([](pipeline& p) -> texts { return p | leat::from_timer(5s) | leat::map(seconds); })},
    {"from_values(1, 2, 3)",
     by([](pipeline& p) -> ints { return p | leat::from_values(1, 2, 3); })},
    {"never<int>()", by([](pipeline& p) -> ints { return p | leat::never<int>(); })},
  };
}

/// The lane names the files that are made.
leat::testing::marble_lane directory(const given& g) {
  namespace fs = std::filesystem;
  const fs::path here = fs::temp_directory_path() / ("leat_marbles_" + std::to_string(::getpid()));
  fs::remove_all(here);
  fs::create_directories(here / "in");
  pipeline p;
  leat::testing::marble_run run;
  run.feed<std::string>(p, g.in.at(0))
    | leat::for_each([&](const std::string& name) { std::ofstream(here / "in" / name); });
  run.note(p | leat::from_directory((here / "in").string(), 10s)
           | leat::map([&](const std::string& path) {
               return fs::path(path).lexically_relative(here).string();
             }));
  auto out = run.run(p, g.options);
  fs::remove_all(here);
  return out;
}

plays several() {
  return {
    {"collect(trigger)",
     by([](ints s, letters t) -> vectors { return s | leat::collect(std::move(t)); })},
    {"combine_latest(a, b)",
     by([](ints a, letters b) -> tuples { return leat::combine_latest(a, b); })},
    {"combine_latest(a, b, emit_on(b))",
     by([](ints a, letters b) -> tuples { return leat::combine_latest(a, b, leat::emit_on(b)); })},
    {"concat(a, b)", by([](ints a, ints b) -> ints { return leat::concat(a, b); })},
    {"merge(a, b)", by([](ints a, ints b) -> ints { return leat::merge(a, b); })},
    {"race(a, b)", by([](ints a, ints b) -> ints { return leat::race(a, b); })},
    {"timeout(4s, fallback)",
     by([](ints s, ints t) -> ints { return s | leat::timeout(4s, std::move(t)); })},
    {"zip(a, b)", by([](ints a, letters b) -> tuples { return leat::zip(a, b); })},
    {"zip_latest(a, b)", by([](ints a, letters b) -> tuples { return leat::zip_latest(a, b); })},
  };
}

template <std::size_t I>
ints third(ints s) {
  auto parts = s | leat::split_by(3, [](int x) { return static_cast<std::size_t>(x % 3); });
  for (std::size_t other : {(I + 1) % 3, (I + 2) % 3})
    parts[other] | leat::discard();
  return parts[I];
}

plays branches() {
  using pairs = stream<std::pair<char, int>>;
  return {
    {"split(x is odd)", by([](ints s) -> ints {
       auto [yes, no] = s | leat::split(odd);
       no | leat::discard();
       return yes;
     }),
     "yes"},
    {"split(x is odd)", by([](ints s) -> ints {
       auto [yes, no] = s | leat::split(odd);
       yes | leat::discard();
       return no;
     }),
     "no"},
    {"split_by(3, x % 3)", run_play(&third<0>), "[0]"},
    {"split_by(3, x % 3)", run_play(&third<1>), "[1]"},
    {"split_by(3, x % 3)", run_play(&third<2>), "[2]"},
    {"unzip", by([](pairs s) -> letters {
       auto [names, ages] = s | leat::unzip();
       ages | leat::discard();
       return names;
     }),
     "[0]"},
    {"unzip", by([](pairs s) -> ints {
       auto [names, ages] = s | leat::unzip();
       names | leat::discard();
       return ages;
     }),
     "[1]"},
  };
}

/// A consumer that gives out an item every 13 s, with one on the edge to it.
auto slowly() { return leat::rate_limit(13s).budget(leat::items(1)); }

/// Calls that the second stream ends, each by the item that it was made for.
template <leat::async_order Order>
ints calls_that_end(ints s, ints done) {
  auto under_way = std::make_shared<std::map<int, leat::completion<int>>>();
  std::move(done) | leat::for_each([under_way](int x) {
    if (auto call = under_way->extract(x))
      call.mapped()(x);
  });
  const auto begin = [under_way](int x, leat::completion<int> call) {
    under_way->insert({x, std::move(call)});
  };
  return std::move(s) | leat::map_async<int>(begin, {.order = Order});
}

plays calls() {
  using enum leat::async_order;
  return {
    {"map_async(f)", by(&calls_that_end<ordered>)},
    {"map_async(f, {.order = unordered})", by(&calls_that_end<unordered>)},
    {"map_async(f, {.order = latest})", by(&calls_that_end<latest>)},
  };
}

plays time() {
  using timed = stream<std::pair<std::string, char>>;
  return {
    {"buffer(1, drop_newest)", by([](ints s) -> ints {
       return s | leat::buffer(1, leat::overflow::drop_newest) | slowly();
     })},
    {"buffer(1, drop_oldest)", by([](ints s) -> ints {
       return s | leat::buffer(1, leat::overflow::drop_oldest) | slowly();
     })},
    {"debounce(4s)", by([](ints s) -> ints { return s | leat::debounce(4s); })},
    {"delay(5s)", by([](ints s) -> ints { return s | leat::delay(5s); })},
    {"from_directory(\"in\", 10s)", directory},
    {"keep_alive(4s, 0)", by([](ints s) -> ints { return s | leat::keep_alive(4s, 0); })},
    {"latest", by([](ints s) -> ints { return s | leat::latest() | slowly(); })},
    {"partition(2)", by([](ints s) -> vectors { return s | leat::partition(2); })},
    {"partition(3, {.timeout = 8s})",
     by([](ints s) -> vectors { return s | leat::partition(3, {.timeout = 8s}); })},
    {"rate_limit(4s)", by([](ints s) -> ints { return s | leat::rate_limit(4s); })},
    {"sample(4s)", by([](ints s) -> ints { return s | leat::sample(4s); })},
    {"throttle_first(4s)", by([](ints s) -> ints { return s | leat::throttle_first(4s); })},
    {"timed_window(8s)", by([](ints s) -> vectors { return s | leat::timed_window(8s); })},
    {"timed_window_unique(8s)",
     by([](ints s) -> vectors { return s | leat::timed_window_unique(8s); })},
    {"timed_window_unique(8s, identity, keep_last)", by([](ints s) -> vectors {
       return s | leat::timed_window_unique(8s, std::identity{}, leat::keep_last);
     })},
    {"timeout(4s)", by([](ints s) -> ints { return s | leat::timeout(4s); })},
    {"with_time", by([](letters s) -> timed {
       return s | leat::with_time() | leat::map([](leat::timestamp t, char c) {
                return std::pair(seconds(t), c);
              });
     })},
  };
}

} // namespace

plays of_streams() {
  plays all;
  for (auto* family : {sources, several, branches, calls, time})
    std::ranges::move(family(), std::back_inserter(all));
  return all;
}
