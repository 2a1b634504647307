// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/predicate.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

namespace leat {

template <class F, class T>
struct filter_step : stateless_step<T, T> {
  static constexpr const char* dropped_because = "filter";
  F keep;
  explicit filter_step(F keep) : keep(std::move(keep)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    bool yes = false;
    const bool asked = ask<T>(keep, item, yes, next);
    next.push_if(asked && yes, std::forward<In>(item));
  }
};

/// Keeps the items for which `keep(item)` is true.
///
///     in                 1   2   3   4|
///     filter(x is odd)
///     out                1       3   |
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: none.
/// Time: none.
template <class F>
[[nodiscard]] auto filter(F keep, std::source_location where = std::source_location::current()) {
  return spec(predicate_recipe<filter_step, F, "filter">{std::move(keep)}, where);
}

/// Keeps the items that convert to true.
[[nodiscard]] inline auto filter(std::source_location where = std::source_location::current()) {
  return filter([](const auto& item) { return static_cast<bool>(item); }, where);
}

} // namespace leat
