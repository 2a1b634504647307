// SPDX-License-Identifier: BSD-3-Clause
// What the interpreter works on: whole streams as vectors, without chunks, credit or threads.
#pragma once

#include <leat/time.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace random_pipelines {

using leat::duration;

struct timed {
  duration at{}; // virtual time since the start of the job
  int value = 0;
  friend auto operator<=>(const timed&, const timed&) = default;
};

/// All that a stream gives.
struct flow {
  std::vector<timed> items;
  duration end{};
  bool ordered = true; // else the schedule decides, and they stand here by their times
};

/// A result on which the rules leave more than one answer, or one too large for a test.
struct left_open : std::exception {};

constexpr int modulus = 9973; // of all that is made of items

inline int mixed(int a, int b) { return (a * 31 + b + 1) % modulus; }

template <class Numbers>
int hashed(const Numbers& numbers) {
  int h = 0;
  for (auto x : numbers)
    h = mixed(h, static_cast<int>(x));
  return h;
}

/// What `f(x, out)` gives to `out` for each item, at the item's time.
template <class F>
flow each(flow in, F f) {
  std::vector<timed> made;
  for (auto [at, x] : in.items)
    f(x, [&made, at = at](int y) { made.push_back({at, y}); });
  in.items = std::move(made);
  return in;
}

template <class F>
flow mapped(flow in, F f) {
  return each(std::move(in), [&](int x, auto out) { out(f(x)); });
}

template <class P>
flow kept(flow in, P p) {
  return each(std::move(in), [&](int x, auto out) {
    if (p(x))
      out(x);
  });
}

inline std::vector<int> values_of(const flow& in) {
  std::vector<int> all;
  std::transform(in.items.begin(), in.items.end(), std::back_inserter(all),
                 [](const timed& t) { return t.value; });
  return all;
}

/// These, at the end.
inline flow at_end(const flow& in, const std::vector<int>& values) {
  flow out{{}, in.end};
  for (int x : values)
    out.items.push_back({in.end, x});
  return out;
}

/// The first `n` items; the end is behind the last of them.
inline flow taken(flow in, std::size_t n) {
  if (n == 0)
    return {};
  if (in.items.size() < n)
    return in;
  in.items.resize(n);
  in.end = in.items.back().at;
  return in;
}

inline flow unordered(flow in) {
  std::sort(in.items.begin(), in.items.end());
  in.ordered = false;
  return in;
}

inline flow merged(flow a, const flow& b) {
  a.items.insert(a.items.end(), b.items.begin(), b.items.end());
  a.end = std::max(a.end, b.end);
  return unordered(std::move(a));
}

/// The items of each key, in order of the first ones.
template <class F>
std::vector<std::pair<int, std::vector<int>>> by_key(const flow& in, F key) {
  std::vector<std::pair<int, std::vector<int>>> groups;
  for (int x : values_of(in)) {
    const int k = key(x);
    auto found =
      std::find_if(groups.begin(), groups.end(), [k](const auto& g) { return g.first == k; });
    if (found == groups.end())
      found = groups.insert(groups.end(), {k, {}});
    found->second.push_back(x);
  }
  return groups;
}

} // namespace random_pipelines
