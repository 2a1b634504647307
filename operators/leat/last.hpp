// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/aggregation.hpp>
#include <leat/spec.hpp>

#include <optional>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct last_aggregation {
  using input = T;
  using output = T;
  using state = std::optional<T>;

  [[nodiscard]] static state initial() { return {}; }
  template <class In>
  static void add(state& s, In&& item) {
    T kept(std::forward<In>(item));
    s.emplace(std::move(kept));
  }
  static void merge(state& into, const state& other) {
    if (other)
      into.emplace(*other);
  }
  [[nodiscard]] static bool has_result(const state& s) { return s.has_value(); }
  [[nodiscard]] static output result(state s) { return std::move(*s); }
};

struct last_recipe {
  static constexpr const char* kind = "last";
  static constexpr bool passes_items = true;
  static constexpr bool speaks_at_end_only = true;

  template <class T>
  [[nodiscard]] auto aggregation() && {
    return last_aggregation<T>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return aggregation_step<last_aggregation<T>>();
  }
};

/// The last item; on a keyed stream the last of each key.
///
///     in     1   2   3   |
///     last
///     out                3|
///
/// Emits an item as it came, at the end, or nothing if there was none. Completes when the input
/// does. State: an item. Time: none. Origin: Rx last.
[[nodiscard]] inline auto last(std::source_location where = std::source_location::current()) {
  return spec(last_recipe{}, where);
}

} // namespace leat
