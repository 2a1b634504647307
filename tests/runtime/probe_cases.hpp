// SPDX-License-Identifier: BSD-3-Clause
// The operators as the contract of probes looks at them: what came in before a probe has come out
// when its receipt is given, or stays until further input or the end.
#pragma once

#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <ranges>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// One thing that came out: the numbers in it, and when.
struct shown {
  std::vector<int> numbers;
  leat::duration at;
  auto operator<=>(const shown&) const = default;
};

namespace detail {

template <class T>
void collect_numbers(std::vector<int>& to, const T& x) {
  if constexpr (std::is_arithmetic_v<T>)
    to.push_back(static_cast<int>(x));
  else if constexpr (std::ranges::range<T>)
    for (const auto& member : x)
      collect_numbers(to, member);
  else
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      using std::get;
      (collect_numbers(to, get<I>(x)), ...);
    }
  (std::make_index_sequence<std::tuple_size_v<T>>());
}

} // namespace detail

/// A pipeline that ends in `show`, and what came out of it.
struct probe_trial {
  leat::pipeline p;
  std::vector<shown> out;
  std::size_t ends = 0; // of the stream that is shown
  bool items_after_end = false;
  std::optional<std::size_t> most; // then nobody wants more
  bool can_be_told = false;        // set before `show`: an item of `enough` does the same
  std::optional<leat::input<int>> enough;
  std::function<void()> after_close = [] {}; // further input, and the end of further inputs
  // None: on actors. It may still give out items when it ends, so it ends before all else.
  std::optional<leat::testing::simulation> sim;

  /// Empty vectors are made from nothing and not counted.
  template <leat::stream_like S>
  void show(S&& s) {
    const auto numbers = [](const auto& x) {
      std::vector<int> found;
      detail::collect_numbers(found, x);
      return found;
    };
    if constexpr (std::is_void_v<typename std::remove_cvref_t<S>::key_type>)
      note(std::forward<S>(s) | leat::map(numbers).named("shown"));
    else
      note(std::forward<S>(s) | leat::values() | leat::map(numbers).named("shown"));
  }

 private:
  void note(leat::stream<std::vector<int>> numbers);
};

enum class held_back {
  nothing,     // all leaves by itself, and the probe waits for it
  for_the_end, // some of it, until further input or the end; the probe does not wait for it
  in_a_loop,   // what went into a loop again leaves by itself; the probe does not wait for it
};

struct probe_case {
  std::string header; // of operators/leat
  std::string name;
  void (*build)(probe_trial&, leat::stream<int>&);
  held_back what = held_back::nothing;
  /// Of n items: how many results come only after the close.
  std::size_t (*stays)(std::size_t n) = [](std::size_t) { return std::size_t(0); };
  bool seeded_times = false; // the seed decides when items leave, so a probe may shift them
  bool can_be_saved = true;
};

std::vector<probe_case> probe_cases();
// Parts of them.
std::vector<probe_case> probe_cases_of_items();
std::vector<probe_case> probe_cases_of_streams();
std::vector<probe_case> probe_cases_of_time();
