// SPDX-License-Identifier: BSD-3-Clause
// Operators with several streams.
#include "probe_cases.hpp"

#include <chrono>

using namespace std::chrono_literals;

namespace {

using trial = probe_trial;
using ints = leat::stream<int>;

constexpr auto odd = [](int x) { return x % 2; };
constexpr auto twice = [](int x) { return 2 * x; };

std::size_t all(std::size_t n) { return n; }

void zip_with_a_late_partner(trial& t, ints& s) {
  auto [partners, in] = t.p.input<int>();
  t.show(leat::zip(s, partners));
  t.after_close = [in = in] {
    for (int i = 0; i < 60; ++i)
      in.push(i);
    in.close();
  };
}

void second_waits(trial& t, ints& s) { t.show(leat::concat(s, s | leat::map(twice))); }

} // namespace

std::vector<probe_case> probe_cases_of_streams() {
  return {
    {"merge", "", [](trial& t, ints& s) { t.show(leat::merge(s, s | leat::map(twice))); }},
    {"merge", "one input late", [](trial& t, ints& s) {
       t.show(leat::merge(s, s | leat::delay(1min)));
     }},
    {"zip", "", [](trial& t, ints& s) { t.show(leat::zip(s, s | leat::delay(1min))); }},
    {"zip", "constant", [](trial& t, ints& s) { t.show(leat::zip(leat::constant(1), s)); }},
    {"concat_operator", "", [](trial& t, ints& s) {
       t.show(leat::concat(t.p | leat::empty<int>(), s | leat::delay(1min)));
     }},
    {"race_operator", "", [](trial& t, ints& s) { t.show(leat::race(s, s | leat::delay(1min))); }},
    {"race_operator", "against nobody", [](trial& t, ints& s) {
       t.show(leat::race(t.p | leat::empty<int>(), s | leat::delay(1min)));
     }},
    {"combine_latest_operator", "", [](trial& t, ints& s) {
       t.show(leat::combine_latest(s, s | leat::delay(1min)));
     }},
    {"zip_latest_operator", "", [](trial& t, ints& s) {
       t.show(leat::zip_latest(s | leat::delay(1min), s));
     }},
    {"zip_latest_operator", "early items", [](trial& t, ints& s) {
       t.show(leat::zip_latest(s, s | leat::delay(1min)));
     }},
    {"zip_latest_operator", "early items in many chunks", [](trial& t, ints& s) {
       auto first = s | leat::delay(1min) | leat::filter([](int x) { return x == 1; });
       t.show(leat::zip_latest(s, first).budget(leat::items(8)));
     }},
    {"zip_latest_operator", "early items in many chunks, slow reader", [](trial& t, ints& s) {
       auto first = s | leat::delay(1min) | leat::filter([](int x) { return x == 1; });
       t.show(leat::zip_latest(s, first).budget(leat::items(8))
              | leat::rate_limit(1min).budget(leat::items(1)));
     }},
    {"split", "", [](trial& t, ints& s) {
       auto [yes, no] = s | leat::split(odd);
       t.show(leat::merge(yes | leat::delay(1min), no));
     }},
    {"split_by", "", [](trial& t, ints& s) {
       t.show(leat::merge(s | leat::split_by(2, odd)));
     }},
    {"unzip", "", [](trial& t, ints& s) {
       auto [numbers, items] = s | leat::enumerate() | leat::unzip();
       auto none = numbers | leat::filter([](std::size_t) { return false; })
         | leat::map([](std::size_t n) { return static_cast<int>(n); });
       t.show(leat::merge(items, none));
     }},
    {"zip", "no partners", zip_with_a_late_partner, held_back::for_the_end, all},
    {"concat_operator", "the second waits", second_waits, held_back::for_the_end, all},
  };
}
