// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/take.hpp>

#include <optional>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct first_aggregation {
  using input = T;
  using output = T;
  using state = std::optional<T>;

  [[nodiscard]] static state initial() { return {}; }
  template <class In>
  static void add(state& s, In&& item) {
    if (!s)
      s.emplace(std::forward<In>(item));
  }
  static void merge(state& into, const state& other) {
    if (!into && other)
      into.emplace(*other);
  }
  [[nodiscard]] static bool has_result(const state& s) { return s.has_value(); }
  [[nodiscard]] static output result(state s) { return std::move(*s); }
};

template <class T>
struct first_step : take_step<T> {
  static constexpr const char* dropped_because = "first";
};

struct first_recipe {
  static constexpr const char* kind = "first";
  static constexpr bool passes_items = true;

  template <class T>
  [[nodiscard]] auto aggregation() && {
    return first_aggregation<T>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return first_step<T>{{.most = 1}};
  }
};

/// The first item; on a keyed stream the first of each key.
///
///     in      1   2   3|
///     first
///     out     1|
///
/// Emits an item as it came, at once, or nothing. Completes behind it and cancels upstream; on a
/// keyed stream when the input does. State: a number. Time: none. Origin: Rx first.
[[nodiscard]] inline auto first(std::source_location where = std::source_location::current()) {
  return spec(first_recipe{}, where);
}

} // namespace leat
