// SPDX-License-Identifier: BSD-3-Clause
// Operators that work item by item, and folds.
#include "probe_cases.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace {

using trial = probe_trial;
using ints = leat::stream<int>;
using of_key = leat::keyed<int, int>;

constexpr auto odd = [](int x) { return x % 2; };
constexpr auto small = [](int x) { return x < 5; };
constexpr auto change = [](int& last, int x) { return x - std::exchange(last, x); };

std::size_t one_if_any(std::size_t n) { return std::min<std::size_t>(n, 1); }
std::size_t one_if_none(std::size_t n) { return n == 0 ? 1 : 0; }
std::size_t one_per_parity(std::size_t n) { return std::min<std::size_t>(n, 2); }

} // namespace

std::vector<probe_case> probe_cases_of_items() {
  constexpr auto at_end = held_back::for_the_end;
  return {
    {"scan_output", "", [](trial& t, ints& s) { t.show(s | leat::scan_output(0, change)); }},
    {"frequencies", "", [](trial& t, ints& s) { t.show(s | leat::frequencies()); }},
    {"skip_while", "", [](trial& t, ints& s) { t.show(s | leat::skip_while(small)); }},
    {"skip_while", "per key",
     [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::skip_while(small)); }},
    {"first", "", [](trial& t, ints& s) { t.show(s | leat::first()); }},
    {"first", "per key",
     [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::first()); }},
    {"slice", "", [](trial& t, ints& s) { t.show(s | leat::slice(1, 6, 2)); }},
    {"slice", "no stop", [](trial& t, ints& s) { t.show(s | leat::slice(1)); }},
    {"distinct_until_changed", "",
     [](trial& t, ints& s) { t.show(s | leat::distinct_until_changed()); }},
    {"unique", "expires",
     [](trial& t, ints& s) { t.show(s | leat::delay(1min) | leat::unique().expire_after(5s)); }},
    {"with_time", "",
     [](trial& t, ints& s) { t.show(s | leat::with_time() | leat::pluck<1>()); }},
    {"pairwise", "", [](trial& t, ints& s) { t.show(s | leat::pairwise()); }},
    {"start_with", "", [](trial& t, ints& s) { t.show(s | leat::start_with(-2, -1)); }},
    {"start_with", "behind a delay",
     [](trial& t, ints& s) { t.show(s | leat::delay(1min) | leat::start_with(-2, -1)); }},
    {"start_with", "per key",
     [](trial& t, ints& s) {
       t.show(s | leat::key_by(odd) | leat::start_with(of_key{1, -1}) | leat::values());
     }},
    {"default_if_empty", "", [](trial& t, ints& s) { t.show(s | leat::default_if_empty(7)); },
     at_end, one_if_none},
    {"min", "", [](trial& t, ints& s) { t.show(s | leat::min()); }, at_end, one_if_any},
    {"max", "", [](trial& t, ints& s) { t.show(s | leat::max()); }, at_end, one_if_any},
    {"max", "per key", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::max()); },
     at_end, one_per_parity},
    {"mean", "", [](trial& t, ints& s) { t.show(s | leat::mean()); }, at_end, one_if_any},
    {"last", "", [](trial& t, ints& s) { t.show(s | leat::last()); }, at_end, one_if_any},
    {"last", "per key", [](trial& t, ints& s) { t.show(s | leat::key_by(odd) | leat::last()); },
     at_end, one_per_parity},
  };
}
