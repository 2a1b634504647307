// SPDX-License-Identifier: BSD-3-Clause
// Calls, a program's own operators, and the options that every operator takes.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <future>
#include <memory>
#include <set>
#include <utility>

namespace random_pipelines {

namespace {

constexpr auto change = [](int x) { return mixed(6, x); };

std::future<int> promised(int x) {
  std::promise<int> result;
  result.set_value(change(x));
  return result.get_future();
}
void answer(int x, const leat::completion<int>& done) { done(change(x)); }

flow changed(flow in, const parameters&) { return mapped(std::move(in), change); }
flow changed_in_any_order(flow in, const parameters&) {
  return unordered(mapped(std::move(in), change));
}

/// A program's own operator: the difference to the item before, and the last item again.
struct differences {
  using output = int;
  struct state {
    int before = 0;
  };
  static void on_item(int x, state& s, leat::context<int>& c) {
    c.push(mixed(std::exchange(s.before, x), x));
  }
  static void on_end(state& s, leat::context<int>& c) { c.push(s.before); }
};

/// Throws for every third number when it sees it first.
struct shaky {
  std::shared_ptr<std::set<int>> seen = std::make_shared<std::set<int>>();
  int operator()(int x) const {
    if (x % 3 == 0 && seen->insert(x).second)
      throw std::runtime_error("not yet");
    return change(x);
  }
};

constexpr auto any_order = leat::async_order::unordered;

std::size_t in_flight(const parameters& p) { return 1 + p.n % 5; }

} // namespace

std::vector<step> call_steps() {
  constexpr auto any = input_order::immaterial;
  return {
    {"map_async with futures",
     [](site s) -> ints {
       return std::move(s.in) | leat::map_async(promised, {.in_flight = in_flight(s.with)});
     },
     changed, any, clock::never_virtual},
    {"map_async with completions",
     [](site s) -> ints {
       return std::move(s.in) | leat::map_async<int>(answer, {.in_flight = in_flight(s.with)});
     },
     changed, any, clock::never_virtual},
    {"map_async, unordered",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::map_async<int>(answer, {.in_flight = in_flight(s.with), .order = any_order});
     },
     changed_in_any_order, any, clock::never_virtual},
    {"map_async, latest | last",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::map_async<int>(answer, {.order = leat::async_order::latest}) | leat::last();
     },
     [](flow in, const parameters&) {
       return in.items.empty() ? in : at_end(in, {change(in.items.back().value)});
     },
     input_order::matters, clock::never_virtual},
    {"op", [](site s) -> ints { return std::move(s.in) | leat::op(differences{}); },
     [](flow in, const parameters&) {
       int before = 0;
       in = mapped(std::move(in), [&](int x) { return mixed(std::exchange(before, x), x); });
       in.items.push_back({in.end, before});
       return in;
     }},
    {"map on error retry",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::map(shaky{}).on_error(leat::retry(2, {.first = std::chrono::microseconds(1)}));
     },
     changed, any, clock::never_virtual},
    {"map in 3 instances",
     [](site s) -> ints { return std::move(s.in) | leat::map(change).parallel(3); },
     changed_in_any_order, any},
    {"map in 3 instances, ordered",
     [](site s) -> ints { return std::move(s.in) | leat::map(change).parallel(3).ordered(); },
     changed, any},
    {"filter in 2 instances, ordered",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::filter([](int x) { return x % 5 != 0; }).parallel(2).ordered();
     },
     [](flow in, const parameters&) {
       return kept(std::move(in), [](int x) { return x % 5 != 0; });
     },
     any},
    {"map in an own actor",
     [](site s) -> ints { return std::move(s.in) | leat::map(change).own_actor(); }, changed, any},
    {"map within a budget",
     [](site s) -> ints {
       return std::move(s.in) | leat::map(change).budget(leat::items(1 + s.with.n % 4));
     },
     changed, any, clock::never_virtual},
    {"buffer",
     [](site s) -> ints {
       return std::move(s.in) | leat::buffer(std::max<std::size_t>(s.with.n, 1));
     },
     [](flow in, const parameters&) { return in; }, any},
    {"buffer, drop the oldest | last",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::buffer(std::max<std::size_t>(s.with.n, 1), leat::overflow::drop_oldest)
         | leat::last();
     },
     [](flow in, const parameters&) {
       return in.items.empty() ? in : at_end(in, {in.items.back().value});
     }},
    {"buffer, drop the newest | first",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::buffer(std::max<std::size_t>(s.with.n, 1), leat::overflow::drop_newest)
         | leat::first();
     },
     [](flow in, const parameters&) { return taken(std::move(in), 1); }},
    {"latest | last",
     [](site s) -> ints { return std::move(s.in) | leat::latest() | leat::last(); },
     [](flow in, const parameters&) {
       return in.items.empty() ? in : at_end(in, {in.items.back().value});
     }},
  };
}

} // namespace random_pipelines
