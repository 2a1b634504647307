// SPDX-License-Identifier: BSD-3-Clause
// Operators on keyed streams: one state for each key. One instance keeps the order; several keep
// that of each key, which a hash per key shows.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <utility>

namespace random_pipelines {

namespace {

constexpr auto key = [](int x) { return x % 3; };
constexpr auto numbered = [](std::size_t i, int x) { return mixed(static_cast<int>(i), x); };
constexpr auto hash = [](int, const std::vector<int>& numbers) { return hashed(numbers); };
/// A key and what became of its items, as a number.
constexpr auto told = [](int k, auto x) {
  return mixed(k, static_cast<int>(x) % modulus);
};

template <class Spec>
ints per_key(site s, Spec what) {
  return std::move(s.in) | leat::key_by(key) | std::move(what) | leat::values();
}

template <class Spec>
ints per_key_and_told(site s, Spec what) {
  return std::move(s.in) | leat::key_by(key) | std::move(what) | leat::map(told);
}

/// `f(i, items of the key so far)` says whether the i-th item of its key passes.
template <class F>
flow kept_per_key(flow in, F f) {
  std::vector<std::vector<int>> seen(3);
  return kept(std::move(in), [&](int x) {
    auto& mine = seen[static_cast<std::size_t>(key(x))];
    const bool passes = f(mine.size(), std::as_const(mine), x);
    mine.push_back(x);
    return passes;
  });
}

/// One result for each key, at the end, in any order.
template <class F>
flow one_per_key(const flow& in, F f) {
  std::vector<int> results;
  for (const auto& [k, items] : by_key(in, key))
    results.push_back(f(k, items));
  return unordered(at_end(in, results));
}

flow hash_per_key(const flow& in) {
  return one_per_key(in, [](int k, const std::vector<int>& items) {
    int state = 2;
    for (int x : items)
      state = mixed(state, x);
    return told(k, state);
  });
}

std::vector<step> one_by_one() {
  return {
    {"key_by | scan | values", [](site s) { return per_key(std::move(s), leat::scan(1, mixed)); },
     [](flow in, const parameters&) {
       std::vector<int> states(3, 1);
       return mapped(std::move(in), [&](int x) {
         auto& state = states[static_cast<std::size_t>(key(x))];
         return state = mixed(state, x);
       });
     }},
    {"key_by | enumerate | values",
     [](site s) -> ints {
       return std::move(s.in) | leat::key_by(key) | leat::enumerate() | leat::values()
         | leat::map(numbered);
     },
     [](flow in, const parameters&) {
       std::vector<std::size_t> counts(3);
       return mapped(std::move(in), [&](int x) {
         return numbered(counts[static_cast<std::size_t>(key(x))]++, x);
       });
     }},
    {"key_by | take | values", [](site s) { return per_key(s, leat::take(s.with.n)); },
     [](flow in, const parameters& p) {
       return kept_per_key(std::move(in), [&](std::size_t i, auto&, int) { return i < p.n; });
     }},
    {"key_by | skip | values", [](site s) { return per_key(s, leat::skip(s.with.n)); },
     [](flow in, const parameters& p) {
       return kept_per_key(std::move(in), [&](std::size_t i, auto&, int) { return i >= p.n; });
     }},
    {"key_by | slice | values",
     [](site s) { return per_key(s, leat::slice(1, s.with.n, 1 + s.with.m % 3)); },
     [](flow in, const parameters& p) {
       return kept_per_key(std::move(in), [&](std::size_t i, auto&, int) {
         return i >= 1 && i < p.n && (i - 1) % (1 + p.m % 3) == 0;
       });
     }},
    {"key_by | unique | values", [](site s) { return per_key(std::move(s), leat::unique()); },
     [](flow in, const parameters&) {
       return kept_per_key(std::move(in), [](auto, auto& seen, int x) {
         return std::find(seen.begin(), seen.end(), x) == seen.end();
       });
     },
     input_order::immaterial},
    {"key_by | distinct_until_changed | values",
     [](site s) { return per_key(std::move(s), leat::distinct_until_changed()); },
     [](flow in, const parameters&) {
       return kept_per_key(std::move(in), [](auto, auto& seen, int x) {
         return seen.empty() || seen.back() != x;
       });
     }},
    {"key_by | partition",
     [](site s) -> ints {
       return std::move(s.in) | leat::key_by(key)
         | leat::partition(std::max<std::size_t>(s.with.n, 1)) | leat::map(hash);
     },
     [](flow in, const parameters& p) {
       flow out{{}, in.end};
       std::vector<std::vector<int>> groups(3);
       for (auto [at, x] : in.items) {
         auto& group = groups[static_cast<std::size_t>(key(x))];
         group.push_back(x);
         if (group.size() >= p.n) {
           out.items.push_back({at, hashed(group)});
           group.clear();
         }
       }
       for (const auto& group : groups)
         if (!group.empty())
           out.items.push_back({in.end, hashed(group)});
       return unordered(std::move(out));
     }},
  };
}

} // namespace

std::vector<step> keyed_steps() {
  auto all = one_by_one();
  const std::vector<step> folds{
    {"key_by | fold",
     [](site s) { return per_key_and_told(std::move(s), leat::fold(2, mixed)); },
     [](flow in, const parameters&) { return hash_per_key(in); }},
    {"key_by in 3 instances | fold",
     [](site s) -> ints {
       return std::move(s.in) | leat::key_by(key) | leat::fold(2, mixed).parallel(3)
         | leat::map(told);
     },
     [](flow in, const parameters&) { return hash_per_key(in); }},
    {"key_by | map in 4 instances | by_key | fold",
     [](site s) -> ints {
       return std::move(s.in) | leat::key_by(key)
         | leat::map([](int x) { return mixed(x, 8); }).parallel(4) | leat::by_key()
         | leat::fold(2, mixed) | leat::map(told);
     },
     [](flow in, const parameters&) {
       return one_per_key(in, [](int k, const std::vector<int>& items) {
         int state = 2;
         for (int x : items)
           state = mixed(state, mixed(x, 8));
         return told(k, state);
       });
     }},
    {"key_by | count", [](site s) { return per_key_and_told(std::move(s), leat::count()); },
     [](flow in, const parameters&) {
       return one_per_key(in, [](int k, const auto& items) { return told(k, items.size()); });
     },
     input_order::immaterial},
    {"key_by | max", [](site s) { return per_key_and_told(std::move(s), leat::max()); },
     [](flow in, const parameters&) {
       return one_per_key(in, [](int k, const std::vector<int>& items) {
         return told(k, *std::max_element(items.begin(), items.end()));
       });
     },
     input_order::immaterial},
    {"key_by | last | values", [](site s) { return per_key(std::move(s), leat::last()); },
     [](flow in, const parameters&) {
       return one_per_key(in, [](int, const auto& items) { return items.back(); });
     }},
    {"key_by | first | values", [](site s) { return per_key(std::move(s), leat::first()); },
     [](flow in, const parameters&) {
       return kept_per_key(std::move(in), [](std::size_t i, auto&, int) { return i == 0; });
     }},
  };
  all.insert(all.end(), folds.begin(), folds.end());
  return all;
}

} // namespace random_pipelines
