// SPDX-License-Identifier: BSD-3-Clause
// Operators that work item by item.
#include "steps.hpp"
#include <leat/leat.hpp>

#include <optional>
#include <set>
#include <utility>

namespace random_pipelines {

namespace {

constexpr auto change = [](int x) { return mixed(3, x); };
constexpr auto third = [](int x) { return x % 3 == 0; };
constexpr auto fold_pair = [](const auto& pair) {
  const auto& [a, b] = pair;
  return mixed(static_cast<int>(a), static_cast<int>(b));
};
constexpr auto some_members = [](int x) {
  std::vector<int> all;
  for (int i = 0; i < x % 4; ++i)
    all.push_back(mixed(x, i));
  return all;
};
constexpr auto perhaps = [](int x) {
  return x % 2 == 0 ? std::optional<int>(x / 2) : std::nullopt;
};
constexpr auto is_low = [](int x) { return x % 16 < 13; };

flow give_members(flow in, const parameters&) {
  return each(std::move(in), [](int x, auto out) {
    for (int y : some_members(x))
      out(y);
  });
}

flow pass(flow in, const parameters&) { return in; }

/// Drops what is among the last `history` seen.
flow distinct(flow in, std::size_t history, int (*key)(int)) {
  std::vector<int> seen; // the least recently seen first
  return kept(std::move(in), [&, history](int x) {
    const auto at = std::find(seen.begin(), seen.end(), key(x));
    const bool known = at != seen.end();
    if (known)
      seen.erase(at);
    seen.push_back(key(x));
    if (seen.size() > history)
      seen.erase(seen.begin());
    return !known;
  });
}

int itself(int x) { return x; }
int digit(int x) { return x % 10; }

std::vector<step> stateless() {
  constexpr auto any = input_order::immaterial;
  return {
    {"map", [](site s) -> ints { return std::move(s.in) | leat::map(change); },
     [](flow in, const parameters&) { return mapped(std::move(in), change); }, any},
    {"filter", [](site s) -> ints { return std::move(s.in) | leat::filter(third); },
     [](flow in, const parameters&) { return kept(std::move(in), third); }, any},
    {"filter()", [](site s) -> ints { return std::move(s.in) | leat::filter(); },
     [](flow in, const parameters&) { return kept(std::move(in), [](int x) { return x != 0; }); },
     any},
    {"remove", [](site s) -> ints { return std::move(s.in) | leat::remove(third); },
     [](flow in, const parameters&) {
       return kept(std::move(in), [](int x) { return !third(x); });
     },
     any},
    {"flat_map", [](site s) -> ints { return std::move(s.in) | leat::flat_map(some_members); },
     give_members, any},
    {"flat_map to optionals",
     [](site s) -> ints { return std::move(s.in) | leat::flat_map(perhaps); },
     [](flow in, const parameters&) {
       return each(std::move(in), [](int x, auto out) {
         if (x % 2 == 0)
           out(x / 2);
       });
     },
     any},
    {"map | flatten",
     [](site s) -> ints { return std::move(s.in) | leat::map(some_members) | leat::flatten(); },
     give_members, any},
    {"update",
     [](site s) -> ints { return std::move(s.in) | leat::update([](int& x) { x = change(x); }); },
     [](flow in, const parameters&) { return mapped(std::move(in), change); }, any},
    {"update beside a reader",
     [](site s) -> ints {
       return leat::merge(s.in | leat::update([](int& x) { x = change(x); }), s.in);
     },
     [](flow in, const parameters&) { return merged(mapped(in, change), in); }, any},
    {"map | pluck",
     [](site s) -> ints {
       return std::move(s.in) | leat::map([](int x) { return std::pair(x, change(x)); })
         | leat::pluck<1>();
     },
     [](flow in, const parameters&) { return mapped(std::move(in), change); }, any},
    {"tap", [](site s) -> ints { return std::move(s.in) | leat::tap([](int) {}); }, pass, any},
    {"skip failing",
     [](site s) -> ints {
       return std::move(s.in) | leat::map([](int x) {
                                  if (third(x))
                                    throw std::runtime_error("planned");
                                  return x;
                                }).on_error(leat::skip_item());
     },
     [](flow in, const parameters&) {
       return kept(std::move(in), [](int x) { return !third(x); });
     },
     any},
  };
}

std::vector<step> counting() {
  return {
    {"enumerate",
     [](site s) -> ints { return std::move(s.in) | leat::enumerate() | leat::map(fold_pair); },
     [](flow in, const parameters&) {
       return mapped(std::move(in), [i = 0](int x) mutable { return mixed(i++, x); });
     }},
    {"pairwise",
     [](site s) -> ints { return std::move(s.in) | leat::pairwise() | leat::map(fold_pair); },
     [](flow in, const parameters&) {
       std::optional<int> before;
       return each(std::move(in), [&](int x, auto out) {
         if (before)
           out(mixed(*before, x));
         before = x;
       });
     }},
    {"take", [](site s) -> ints { return std::move(s.in) | leat::take(s.with.n); },
     [](flow in, const parameters& p) { return taken(std::move(in), p.n); }},
    {"skip", [](site s) -> ints { return std::move(s.in) | leat::skip(s.with.n); },
     [](flow in, const parameters& p) {
       return kept(std::move(in), [left = p.n](int) mutable { return left == 0 || left-- == 0; });
     }},
    {"take_while", [](site s) -> ints { return std::move(s.in) | leat::take_while(is_low); },
     [](flow in, const parameters&) {
       const auto stop = std::find_if(in.items.begin(), in.items.end(),
                                      [](const timed& t) { return !is_low(t.value); });
       if (stop != in.items.end())
         in.end = stop->at;
       in.items.erase(stop, in.items.end());
       return in;
     }},
    {"skip_while", [](site s) -> ints { return std::move(s.in) | leat::skip_while(is_low); },
     [](flow in, const parameters&) {
       return kept(std::move(in), [open = false](int x) mutable {
         open = open || !is_low(x);
         return open;
       });
     }},
    {"first", [](site s) -> ints { return std::move(s.in) | leat::first(); },
     [](flow in, const parameters&) { return taken(std::move(in), 1); }},
    {"last", [](site s) -> ints { return std::move(s.in) | leat::last(); },
     [](flow in, const parameters&) {
       return in.items.empty() ? in : at_end(in, {in.items.back().value});
     }},
    {"slice",
     [](site s) -> ints {
       return std::move(s.in) | leat::slice(s.with.m % 5, s.with.n, 1 + s.with.m % 3);
     },
     [](flow in, const parameters& p) { // as Python: list(range(start, stop, step))
       const std::size_t start = p.m % 5, stride = 1 + p.m % 3;
       std::vector<timed> at_positions;
       std::size_t last = 0;
       bool any = false;
       for (std::size_t i = start; i < p.n; i += stride) {
         last = i;
         any = true;
         if (i < in.items.size())
           at_positions.push_back(in.items[i]);
       }
       if (!any)
         return flow{};
       if (last < in.items.size())
         in.end = in.items[last].at;
       in.items = std::move(at_positions);
       return in;
     }},
    {"slice without stop",
     [](site s) -> ints {
       return std::move(s.in) | leat::slice(s.with.n, {}, 1 + s.with.m % 3);
     },
     [](flow in, const parameters& p) {
       return kept(std::move(in), [i = std::size_t(0), p](int) mutable {
         const std::size_t here = i++;
         return here >= p.n && (here - p.n) % (1 + p.m % 3) == 0;
       });
     }},
    {"unique", [](site s) -> ints { return std::move(s.in) | leat::unique(); },
     [](flow in, const parameters&) {
       std::set<int> seen;
       return kept(std::move(in), [&](int x) { return seen.insert(x).second; });
     },
     input_order::immaterial},
    {"unique with a history",
     [](site s) -> ints {
       return std::move(s.in) | leat::unique(digit, std::max<std::size_t>(s.with.n, 1));
     },
     [](flow in, const parameters& p) {
       return distinct(std::move(in), std::max<std::size_t>(p.n, 1), digit);
     }},
    {"distinct_until_changed",
     [](site s) -> ints { return std::move(s.in) | leat::distinct_until_changed(); },
     [](flow in, const parameters&) { return distinct(std::move(in), 1, itself); }},
    {"distinct_until_changed with a key",
     [](site s) -> ints { return std::move(s.in) | leat::distinct_until_changed(third); },
     [](flow in, const parameters&) {
       return distinct(std::move(in), 1, [](int x) { return int(third(x)); });
     }},
    {"start_with", [](site s) -> ints { return std::move(s.in) | leat::start_with(11, 4); },
     [](flow in, const parameters&) {
       in.items.insert(in.items.begin(), {{duration{}, 11}, {duration{}, 4}});
       return in;
     }},
    {"default_if_empty", [](site s) -> ints { return std::move(s.in) | leat::default_if_empty(7); },
     [](flow in, const parameters&) { return in.items.empty() ? at_end(in, {7}) : in; },
     input_order::immaterial},
  };
}

} // namespace

std::vector<step> item_steps() {
  auto all = stateless();
  for (const step& s : counting())
    all.push_back(s);
  return all;
}

} // namespace random_pipelines
