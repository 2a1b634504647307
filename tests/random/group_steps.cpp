// SPDX-License-Identifier: BSD-3-Clause
// Operators with a state, and groups.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <map>
#include <numeric>
#include <utility>

namespace random_pipelines {

namespace {

constexpr auto hash = [](const auto& numbers) { return hashed(numbers); };
constexpr auto hash_counts = [](const std::map<int, std::size_t>& counts) {
  int h = 0;
  for (auto [x, n] : counts)
    h = mixed(mixed(h, x), static_cast<int>(n));
  return h;
};
constexpr auto key = [](int x) { return x % 3; };
constexpr auto add = [](int a, int b) { return (a + b) % modulus; };
constexpr auto reduced = [](auto x) { return static_cast<int>(x) % modulus; };

std::size_t size(const parameters& p) { return std::max<std::size_t>(p.n, 1); }

flow running(flow in, int state) {
  return mapped(std::move(in), [state](int x) mutable { return state = mixed(state, x); });
}

flow best(const flow& in, bool greatest) {
  auto all = values_of(in);
  if (all.empty())
    return at_end(in, {});
  const auto [low, high] = std::minmax_element(all.begin(), all.end());
  return at_end(in, {greatest ? *high : *low});
}

flow cut(const flow& in, std::size_t n) {
  flow out{{}, in.end, in.ordered};
  std::vector<int> group;
  for (auto [at, x] : in.items) {
    group.push_back(x);
    if (group.size() == n) {
      out.items.push_back({at, hashed(group)});
      group.clear();
    }
  }
  if (!group.empty())
    out.items.push_back({in.end, hashed(group)});
  return out;
}

/// What is left at the end goes out in the order in which the groups began.
flow cut_per_key(const flow& in, std::size_t n) {
  flow out{{}, in.end};
  std::vector<std::pair<int, std::vector<int>>> open;
  for (auto [at, x] : in.items) {
    auto group = std::find_if(open.begin(), open.end(),
                              [k = key(x)](const auto& g) { return g.first == k; });
    if (group == open.end())
      group = open.insert(open.end(), {key(x), {}});
    group->second.push_back(x);
    if (group->second.size() == n) {
      out.items.push_back({at, hashed(group->second)});
      open.erase(group);
    }
  }
  for (const auto& [k, group] : open)
    out.items.push_back({in.end, hashed(group)});
  return out;
}

flow cut_unique(const flow& in, std::size_t n, bool last) {
  flow out{{}, in.end};
  std::vector<int> group;
  for (auto [at, x] : in.items) {
    const auto same = std::find_if(group.begin(), group.end(),
                                   [x = x](int y) { return y % 5 == x % 5; });
    if (same != group.end() && !last)
      continue;
    if (same != group.end())
      group.erase(same);
    group.push_back(x);
    if (group.size() == n) {
      out.items.push_back({at, hashed(group)});
      group.clear();
    }
  }
  if (!group.empty())
    out.items.push_back({in.end, hashed(group)});
  return out;
}

flow slide(flow in, std::size_t n, bool partial) {
  if (n * in.items.size() > 100'000)
    throw left_open();
  std::vector<int> window;
  return each(std::move(in), [&](int x, auto out) {
    window.push_back(x);
    if (window.size() > n)
      window.erase(window.begin());
    if (partial || window.size() == n)
      out(hashed(window));
  });
}

} // namespace

std::vector<step> group_steps() {
  constexpr auto any = input_order::immaterial;
  return {
    {"scan", [](site s) -> ints { return std::move(s.in) | leat::scan(5, mixed); },
     [](flow in, const parameters&) { return running(std::move(in), 5); }},
    {"scan without init", [](site s) -> ints { return std::move(s.in) | leat::scan(mixed); },
     [](flow in, const parameters&) {
       bool begun = false;
       int state = 0;
       return mapped(std::move(in), [&](int x) {
         state = std::exchange(begun, true) ? mixed(state, x) : x;
         return state;
       });
     }},
    {"scan_output",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::scan_output(1, [](int& before, int x) {
                return mixed(std::exchange(before, x), 1);
              });
     },
     [](flow in, const parameters&) {
       return mapped(std::move(in), [before = 1](int x) mutable {
         const int y = mixed(before, 1);
         before = x;
         return y;
       });
     }},
    {"frequencies",
     [](site s) -> ints { return std::move(s.in) | leat::frequencies() | leat::map(hash_counts); },
     [](flow in, const parameters&) {
       if (in.items.size() > 200)
         throw left_open();
       std::map<int, std::size_t> counts;
       return mapped(std::move(in), [&](int x) {
         ++counts[x];
         return hash_counts(counts);
       });
     }},
    {"fold", [](site s) -> ints { return std::move(s.in) | leat::fold(2, mixed); },
     [](flow in, const parameters&) {
       const auto all = values_of(in);
       return at_end(in, {std::accumulate(all.begin(), all.end(), 2, mixed)});
     }},
    {"reduce", [](site s) -> ints { return std::move(s.in) | leat::reduce(add); },
     [](flow in, const parameters&) {
       const auto all = values_of(in);
       if (all.empty())
         return at_end(in, {});
       return at_end(in, {std::accumulate(all.begin(), all.end(), 0, add)});
     },
     any},
    {"count", [](site s) -> ints { return std::move(s.in) | leat::count() | leat::map(reduced); },
     [](flow in, const parameters&) { return at_end(in, {reduced(in.items.size())}); }, any},
    {"sum", [](site s) -> ints { return std::move(s.in) | leat::sum() | leat::map(reduced); },
     [](flow in, const parameters&) {
       const auto all = values_of(in);
       return at_end(in, {reduced(std::accumulate(all.begin(), all.end(), 0))});
     },
     any},
    {"min", [](site s) -> ints { return std::move(s.in) | leat::min(); },
     [](flow in, const parameters&) { return best(in, false); }, any},
    {"max", [](site s) -> ints { return std::move(s.in) | leat::max(); },
     [](flow in, const parameters&) { return best(in, true); }, any},
    {"mean", [](site s) -> ints { return std::move(s.in) | leat::mean() | leat::map(reduced); },
     [](flow in, const parameters&) {
       const auto all = values_of(in);
       if (all.empty())
         return at_end(in, {});
       const double sum = std::accumulate(all.begin(), all.end(), 0);
       return at_end(in, {reduced(sum / static_cast<double>(all.size()))});
     },
     any},
    {"partition",
     [](site s) -> ints {
       return std::move(s.in) | leat::partition(size(s.with)) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return cut(in, size(p)); }},
    {"partition by a key",
     [](site s) -> ints {
       return std::move(s.in) | leat::partition(size(s.with), key) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return cut_per_key(in, size(p)); }},
    {"partition_unique",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::partition_unique(size(s.with), [](int x) { return x % 5; }) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return cut_unique(in, size(p), false); }},
    {"partition_unique, the last",
     [](site s) -> ints {
       return std::move(s.in)
         | leat::partition_unique(
                size(s.with), [](int x) { return x % 5; }, leat::keep_last)
         | leat::map(hash);
     },
     [](flow in, const parameters& p) { return cut_unique(in, size(p), true); }},
    {"sliding_window",
     [](site s) -> ints {
       return std::move(s.in) | leat::sliding_window(size(s.with)) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return slide(std::move(in), size(p), true); }},
    {"sliding_window, full ones",
     [](site s) -> ints {
       return std::move(s.in) | leat::sliding_window(size(s.with), false) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return slide(std::move(in), size(p), false); }},
  };
}

} // namespace random_pipelines
