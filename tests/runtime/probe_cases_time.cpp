// SPDX-License-Identifier: BSD-3-Clause
// Operators that group, wait, and let go of items.
#include "probe_cases.hpp"

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace {

using trial = probe_trial;
using ints = leat::stream<int>;

constexpr auto odd = [](int x) { return x % 2; };

std::size_t one_if_any(std::size_t n) { return std::min<std::size_t>(n, 1); }
std::size_t part_of_three(std::size_t n) { return n % 3 == 0 ? 0 : 1; }

/// Which items it drops is up to the schedule, but never the last one, which is 50 where there are
/// so many.
template <class Spec>
void all_but_last_and(trial& t, ints& s, Spec what) {
  t.show(leat::merge(s | leat::filter([](int x) { return x < 50; }),
                     s | std::move(what) | leat::filter([](int x) { return x == 50; })));
}

} // namespace

std::vector<probe_case> probe_cases_of_time() {
  return {
    {"partition_unique", "",
     [](trial& t, ints& s) { t.show(s | leat::partition_unique(3)); },
     held_back::for_the_end, part_of_three},
    {"sliding_window", "", [](trial& t, ints& s) { t.show(s | leat::sliding_window(3)); }},
    {"timed_window_unique", "",
     [](trial& t, ints& s) { t.show(s | leat::timed_window_unique(10min, odd)); }},
    {"timed_window_unique", "the last ones",
     [](trial& t, ints& s) {
       t.show(s | leat::timed_window_unique(10min, odd, leat::keep_last));
     }},
    {"collect", "",
     [](trial& t, ints& s) {
       t.show(s | leat::collect(t.p | leat::from_range(std::vector<int>{})));
     },
     held_back::for_the_end, one_if_any},
    {"debounce", "", [](trial& t, ints& s) { t.show(s | leat::debounce(1min)); }},
    {"debounce", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::debounce(1min));
     }},
    {"sample", "", [](trial& t, ints& s) { t.show(s | leat::sample(10min)); }},
    {"sample", "per key", [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::sample(10min));
     }},
    {"throttle_first", "", [](trial& t, ints& s) { t.show(s | leat::throttle_first(1h)); }},
    {"latest", "", [](trial& t, ints& s) { all_but_last_and(t, s, leat::latest()); }},
    {"buffer", "", [](trial& t, ints& s) { t.show(s | leat::buffer(3)); }},
    {"buffer", "in front of little room", [](trial& t, ints& s) {
       t.show(s | leat::buffer(3)
              | leat::delay(1min).capacity(leat::items(1)).budget(leat::items(1)));
     }},
    {"buffer", "drops", [](trial& t, ints& s) {
       all_but_last_and(t, s, leat::buffer(3, leat::overflow::drop_oldest));
     }},
    {"timeout", "", [](trial& t, ints& s) { t.show(s | leat::timeout(24h)); }},
    {"timeout", "fallback", [](trial& t, ints& s) {
       t.show(s | leat::timeout(24h, t.p | leat::from_values(1)));
     }},
    {"keep_alive", "", [](trial& t, ints& s) {
       t.show(s | leat::keep_alive(1min, 0) | leat::filter([](int x) { return x > 0; }));
     }},
  };
}
