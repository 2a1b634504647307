// SPDX-License-Identifier: BSD-3-Clause
// Operators of several streams: the stream is branched and joined again.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <optional>
#include <stdexcept>
#include <utility>

namespace random_pipelines {

namespace {

constexpr auto even = [](int x) { return x % 2 == 0; };
constexpr auto odd = [](int x) { return x % 2 != 0; };
constexpr auto change = [](int x) { return mixed(4, x); };
constexpr auto join = [](int a, int b) { return mixed(a, b); };
constexpr auto hash = [](const std::vector<int>& numbers) { return hashed(numbers); };

flow changed(flow in) { return mapped(std::move(in), change); }

/// Numbers of branch 0 are made even, those of branch 1 odd.
constexpr auto on_branch_0 = [](int x) { return 2 * x; };
constexpr auto on_branch_1 = [](int x) { return 2 * x + 1; };
constexpr auto branch_of = [](int x) { return x % 2; };

flow second_after_first(flow a, const flow& b) {
  for (auto t : b.items) {
    t.at = std::max(t.at, a.end);
    a.items.push_back(t);
  }
  a.end = std::max(a.end, b.end);
  return a;
}

flow in_step(const flow& a, const flow& b) {
  flow out;
  const std::size_t n = std::min(a.items.size(), b.items.size());
  for (std::size_t i = 0; i < n; ++i)
    out.items.push_back({std::max(a.items[i].at, b.items[i].at),
                         join(a.items[i].value, b.items[i].value)});
  const auto used_up = [&](const flow& side) {
    return side.items.size() > n ? duration::max()
      : n == 0                   ? side.end
                                 : std::max(side.end, out.items.back().at);
  };
  out.end = std::min(used_up(a), used_up(b));
  return out;
}

struct spoken {
  duration at;
  bool by_a;
  int value;
};

/// Both streams' items in order of time; no two of different streams at once.
std::vector<spoken> in_turn(const flow& a, const flow& b) {
  std::vector<spoken> all;
  for (const auto& t : a.items)
    all.push_back({t.at, true, t.value});
  for (const auto& t : b.items) {
    for (const auto& u : a.items)
      if (t.at == u.at)
        throw left_open();
    all.push_back({t.at, false, t.value});
  }
  std::stable_sort(all.begin(), all.end(), [](auto& x, auto& y) { return x.at < y.at; });
  return all;
}

flow later(flow in, duration by) {
  for (auto& t : in.items)
    t.at += by;
  if (!in.items.empty())
    in.end = std::max(in.end, in.items.back().at);
  return in;
}

flow newest_of_both(const flow& a, const flow& b, bool only_a_emits) {
  flow out{{}, std::max(a.end, b.end)};
  if (a.items.empty() || b.items.empty()) {
    out.end = a.items.empty() && b.items.empty() ? std::min(a.end, b.end)
      : a.items.empty()                          ? a.end
                                                 : b.end;
    return out;
  }
  if (only_a_emits)
    out.end = a.end;
  std::optional<int> x, y;
  for (const auto& s : in_turn(a, b)) {
    (s.by_a ? x : y) = s.value;
    if (x && y && (s.by_a || !only_a_emits))
      out.items.push_back({s.at, join(*x, *y)});
  }
  return out;
}

flow each_with_newest(const flow& a, const flow& b) {
  if (b.items.empty() || a.items.empty())
    return {{}, b.items.empty() && b.end < a.end ? b.end : a.end};
  flow out{{}, std::max(a.end, b.items.front().at)};
  const auto begin = b.items.front().at;
  in_turn(a, b); // must be clear
  for (std::size_t i = 1; i < b.items.size() && b.items[i].at == begin; ++i)
    throw left_open(); // which of them do those get that waited?
  for (const auto& t : a.items) {
    int newest = b.items.front().value;
    for (const auto& u : b.items)
      if (u.at < t.at)
        newest = u.value;
    out.items.push_back({std::max(t.at, begin), join(t.value, newest)});
  }
  return out;
}

flow gathered_by(const flow& in, const flow& trigger) {
  flow out{{}, std::max(in.end, trigger.end)};
  std::vector<int> held;
  for (const auto& s : in_turn(in, trigger)) {
    if (s.by_a) {
      held.push_back(s.value);
      continue;
    }
    out.items.push_back({s.at, hashed(held)});
    held.clear();
  }
  if (!held.empty())
    out.items.push_back({out.end, hashed(held)});
  return out;
}

std::vector<step> joined_at_any_time() {
  constexpr auto any = input_order::immaterial;
  return {
    {"filter, map | merge",
     [](site s) -> ints {
       return leat::merge(s.in | leat::filter(even), s.in | leat::map(change));
     },
     [](flow in, const parameters&) { return merged(kept(in, even), changed(in)); }, any},
    {"merge, order of each branch",
     [](site s) -> ints {
       return leat::merge(s.in | leat::map(on_branch_0), s.in | leat::map(on_branch_1))
         | leat::key_by(branch_of) | leat::fold(2, mixed) | leat::values();
     },
     [](flow in, const parameters&) {
       int a = 2, b = 2;
       for (int x : values_of(in)) {
         a = mixed(a, on_branch_0(x));
         b = mixed(b, on_branch_1(x));
       }
       return in.items.empty() ? at_end(in, {}) : unordered(at_end(in, {a, b}));
     }},
    {"take, map | concat",
     [](site s) -> ints {
       return leat::concat(s.in | leat::take(s.with.n), s.in | leat::map(change));
     },
     [](flow in, const parameters& p) {
       return second_after_first(taken(in, p.n), changed(in));
     }},
    {"concat with nothing",
     [](site s) -> ints {
       return leat::concat(s.pipeline | leat::empty<int>(), std::move(s.in),
                           s.pipeline | leat::from_values(5));
     },
     [](flow in, const parameters&) {
       in.items.push_back({in.end, 5});
       return in;
     }},
    {"skip, map | zip",
     [](site s) -> ints {
       return leat::zip(s.in | leat::skip(s.with.n), s.in | leat::map(change)) | leat::map(join);
     },
     [](flow in, const parameters& p) {
       const auto later_ones =
         kept(in, [left = p.n](int) mutable { return left == 0 || left-- == 0; });
       return in_step(later_ones, changed(in));
     }},
    {"filter, take | zip",
     [](site s) -> ints {
       return leat::zip(s.in | leat::filter(even), s.in | leat::take(s.with.n)) | leat::map(join);
     },
     [](flow in, const parameters& p) { return in_step(kept(in, even), taken(in, p.n)); }},
    {"zip with a constant",
     [](site s) -> ints {
       return leat::zip(leat::constant(3), std::move(s.in)) | leat::map(join);
     },
     [](flow in, const parameters&) {
       return mapped(std::move(in), [](int x) { return join(3, x); });
     },
     any},
    {"combine_latest | last",
     [](site s) -> ints {
       return leat::combine_latest(s.in, s.in | leat::map(change)) | leat::last()
         | leat::map(join);
     },
     [](flow in, const parameters&) {
       if (in.items.empty())
         return in;
       const int x = in.items.back().value;
       return at_end(in, {join(x, change(x))});
     }},
    {"zip_latest with the first",
     [](site s) -> ints {
       return leat::zip_latest(s.in, s.in | leat::first()) | leat::map(join);
     },
     [](flow in, const parameters&) {
       const auto all = in.items;
       return mapped(std::move(in), [&](int x) { return join(x, all.front().value); });
     }},
    {"collect | flatten",
     [](site s) -> ints {
       return s.in | leat::collect(s.in | leat::filter(even)) | leat::flatten();
     },
     [](flow in, const parameters&) { return in; }, input_order::matters, clock::never_virtual},
    {"race with never",
     [](site s) -> ints { return leat::race(s.pipeline | leat::never<int>(), std::move(s.in)); },
     [](flow in, const parameters&) { // never does not end, either
       return in.items.empty() ? throw left_open() : in;
     },
     any},
    {"race with nothing",
     [](site s) -> ints { return leat::race(std::move(s.in), s.pipeline | leat::empty<int>()); },
     [](flow in, const parameters&) { return in; }, any},
    {"race of equals",
     [](site s) -> ints {
       return leat::race(s.in | leat::map(on_branch_0), s.in | leat::map(on_branch_1))
         | leat::scan_output(-1, [](int& winner, int x) {
                if (winner < 0)
                  winner = branch_of(x);
                return branch_of(x) == winner ? x / 2 : -1;
              });
     },
     [](flow in, const parameters&) { return in; }},
    {"split | concat",
     [](site s) -> ints {
       auto [yes, no] = std::move(s.in) | leat::split(even);
       return leat::concat(std::move(no), std::move(yes));
     },
     [](flow in, const parameters&) { return second_after_first(kept(in, odd), kept(in, even)); }},
    {"split | zip",
     [](site s) -> ints {
       auto [yes, no] = std::move(s.in) | leat::split(even);
       return leat::zip(std::move(no), std::move(yes)) | leat::map(join);
     },
     [](flow in, const parameters&) { return in_step(kept(in, odd), kept(in, even)); }},
    {"split_by | merge",
     [](site s) -> ints {
       auto parts = std::move(s.in)
         | leat::split_by(3, [](int x) { return static_cast<std::size_t>(x % 3); });
       auto first = std::move(parts[0]) | leat::map(change);
       return leat::merge(std::move(first), std::move(parts[1]), std::move(parts[2]));
     },
     [](flow in, const parameters&) {
       return unordered(
         mapped(std::move(in), [](int x) { return x % 3 == 0 ? change(x) : x; }));
     },
     any},
    {"unzip | zip",
     [](site s) -> ints {
       auto [a, b] = std::move(s.in) | leat::map([](int x) { return std::pair(x, change(x)); })
         | leat::unzip();
       return leat::zip(std::move(b), std::move(a)) | leat::map(join);
     },
     [](flow in, const parameters&) {
       return mapped(std::move(in), [](int x) { return join(change(x), x); });
     },
     any},
    {"loop",
     [](site s) -> ints {
       auto [again, back] = s.pipeline.loop<int>();
       auto both = leat::merge(s.in, std::move(again));
       both | leat::filter([](int x) { return x >= 3000; })
         | leat::map([](int x) { return x - 3000; }) | back;
       return std::move(both) | leat::map(change);
     },
     [](flow in, const parameters&) {
       return unordered(each(std::move(in), [](int x, auto out) {
         for (; x >= 3000; x -= 3000)
           out(change(x));
         out(change(x));
       }));
     },
     any},
    {"dead letters",
     [](site s) -> ints {
       auto [letters, box] = s.pipeline.dead_letters<int>();
       auto good = std::move(s.in) | leat::map([](int x) {
                                       if (even(x))
                                         throw std::runtime_error("planned");
                                       return change(x);
                                     }).on_error(box);
       auto bad = std::move(letters)
         | leat::map([](const leat::dead_letter<int>& l) { return l.item; });
       return leat::merge(std::move(good), std::move(bad));
     },
     [](flow in, const parameters&) {
       return unordered(mapped(std::move(in), [](int x) { return even(x) ? x : change(x); }));
     },
     any},
  };
}

std::vector<step> joined_by_time() {
  constexpr auto matters = input_order::matters;
  return {
    {"combine_latest with a later one",
     [](site s) -> ints {
       return leat::combine_latest(s.in, s.in | leat::delay(s.with.time)) | leat::map(join);
     },
     [](flow in, const parameters& p) { return newest_of_both(in, later(in, p.time), false); },
     matters, clock::virtual_only},
    {"combine_latest, emit_on",
     [](site s) -> ints {
       return leat::combine_latest(s.in, s.in | leat::delay(s.with.time), leat::emit_on(s.in))
         | leat::map(join);
     },
     [](flow in, const parameters& p) { return newest_of_both(in, later(in, p.time), true); },
     matters, clock::virtual_only},
    {"zip_latest with a later one",
     [](site s) -> ints {
       return leat::zip_latest(s.in, s.in | leat::delay(s.with.time)) | leat::map(join);
     },
     [](flow in, const parameters& p) { return each_with_newest(in, later(in, p.time)); }, matters,
     clock::virtual_only},
    {"collect at a later one",
     [](site s) -> ints {
       return s.in | leat::collect(s.in | leat::delay(s.with.time)) | leat::map(hash);
     },
     [](flow in, const parameters& p) { return gathered_by(in, later(in, p.time)); }, matters,
     clock::virtual_only},
    {"race with a later one",
     [](site s) -> ints {
       return leat::race(s.in | leat::delay(s.with.time), s.in | leat::map(change));
     },
     [](flow in, const parameters&) { return changed(std::move(in)); }, matters,
     clock::virtual_only},
  };
}

} // namespace

std::vector<step> stream_steps() {
  auto all = joined_at_any_time();
  for (const step& s : joined_by_time())
    all.push_back(s);
  return all;
}

} // namespace random_pipelines
