// SPDX-License-Identifier: BSD-3-Clause
// Operators that look at one item after the other: their state may be a part of what they keep.
#include "plays.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using leat::stream;
using ints = stream<int>;
using letters = stream<char>;
using vectors = stream<std::vector<int>>;
using letter = leat::keyed<char, int>;

constexpr auto odd = [](int x) { return x % 2 == 1; };
constexpr auto below_three = [](int x) { return x < 3; };
constexpr auto plus = [](int a, int b) { return a + b; };
constexpr auto greater = [](int a, int b) { return std::max(a, b); };
constexpr auto with_last = [](int& last, int x) { return x + std::exchange(last, x); };
constexpr auto up_to = [](int n) {
  std::vector<int> all;
  for (int i = 1; i <= n; ++i)
    all.push_back(i);
  return all;
};

plays one_by_one() {
  return {
    {"filter(x is odd)", by([](ints s) -> ints { return s | leat::filter(odd); })},
    {"flat_map(1..x)", by([](ints s) -> ints { return s | leat::flat_map(up_to); })},
    {"flatten", by([](vectors s) -> ints { return s | leat::flatten(); })},
    {"map(x * x)", by([](ints s) -> ints { return s | leat::map([](int x) { return x * x; }); })},
    {"pluck<1>",
     by([](stream<std::pair<int, char>> s) -> letters { return s | leat::pluck<1>(); })},
    {"remove(x is odd)", by([](ints s) -> ints { return s | leat::remove(odd); })},
    {"tap(print)", by([](ints s) -> ints { return s | leat::tap([](int) {}); })},
    {"update(x *= 2)", by([](ints s) -> ints { return s | leat::update([](int& x) { x *= 2; }); })},
  };
}

plays places_and_repeats() {
  using pairs = stream<std::pair<int, int>>;
  using numbered = stream<std::pair<std::size_t, char>>;
  return {
    {"default_if_empty(7)", by([](ints s) -> ints { return s | leat::default_if_empty(7); })},
    {"distinct_until_changed",
     by([](ints s) -> ints { return s | leat::distinct_until_changed(); })},
    {"enumerate", by([](letters s) -> numbered { return s | leat::enumerate(); })},
    {"first", by([](ints s) -> ints { return s | leat::first(); })},
    {"last", by([](ints s) -> ints { return s | leat::last(); })},
    {"pairwise", by([](ints s) -> pairs { return s | leat::pairwise(); })},
    {"skip(2)", by([](ints s) -> ints { return s | leat::skip(2); })},
    {"skip_while(x < 3)", by([](ints s) -> ints { return s | leat::skip_while(below_three); })},
    {"slice(1, 5, 2)", by([](letters s) -> letters { return s | leat::slice(1, 5, 2); })},
    {"start_with(1, 2)", by([](ints s) -> ints { return s | leat::start_with(1, 2); })},
    {"take(2)", by([](ints s) -> ints { return s | leat::take(2); })},
    {"take_while(x < 3)", by([](ints s) -> ints { return s | leat::take_while(below_three); })},
    {"unique", by([](ints s) -> ints { return s | leat::unique(); })},
  };
}

plays state() {
  using number = stream<std::size_t>;
  using counts = stream<std::map<char, std::size_t>>;
  return {
    {"count", by([](letters s) -> number { return s | leat::count(); })},
    {"fold(0, plus)", by([](ints s) -> ints { return s | leat::fold(0, plus); })},
    {"frequencies", by([](letters s) -> counts { return s | leat::frequencies(); })},
    {"max", by([](ints s) -> ints { return s | leat::max(); })},
    {"mean", by([](stream<double> s) -> ints {
       return s | leat::mean() | leat::map([](double x) { return static_cast<int>(x); });
     })},
    {"min", by([](ints s) -> ints { return s | leat::min(); })},
    {"partition_unique(3)", by([](ints s) -> vectors { return s | leat::partition_unique(3); })},
    {"partition_unique(3, identity, keep_last)", by([](ints s) -> vectors {
       return s | leat::partition_unique(3, std::identity{}, leat::keep_last);
     })},
    {"reduce(max)", by([](ints s) -> ints { return s | leat::reduce(greater); })},
    {"scan(0, plus)", by([](ints s) -> ints { return s | leat::scan(0, plus); })},
    {"scan_output(0, x + last, last=x)",
     by([](ints s) -> ints { return s | leat::scan_output(0, with_last); })},
    {"sliding_window(2)", by([](ints s) -> vectors { return s | leat::sliding_window(2); })},
    {"sliding_window(2, false)",
     by([](ints s) -> vectors { return s | leat::sliding_window(2, false); })},
    {"sum", by([](ints s) -> ints { return s | leat::sum(); })},
  };
}

plays keys() {
  return {
    {"by_key", by([](stream<letter> s) -> stream<letter> {
       return s | leat::by_key() | leat::map([](int x) { return x; });
     })},
    {"key_by(x is odd)", by([](ints s) -> stream<leat::keyed<bool, int>> {
       return s | leat::key_by(odd) | leat::map([](int x) { return x; });
     })},
    {"values",
     by([](stream<letter> s) -> ints { return s | leat::by_key() | leat::values(); })},
  };
}

} // namespace

plays of_items() {
  plays all;
  for (auto* family : {one_by_one, places_and_repeats, state, keys})
    std::ranges::move(family(), std::back_inserter(all));
  return all;
}
