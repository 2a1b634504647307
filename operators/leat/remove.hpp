// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/predicate.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct remove_step : stateless_step<T, T> {
  static constexpr const char* dropped_because = "remove";
  F drop;
  explicit remove_step(F drop) : drop(std::move(drop)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    bool yes = false;
    const bool asked = ask<T>(drop, item, yes, next);
    next.push_if(asked && !yes, std::forward<In>(item));
  }
};

/// Drops the items for which `drop(item)` is true.
///
///     in                 1   2   3   4|
///     remove(x is odd)
///     out                    2       4|
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: none.
/// Time: none.
template <class F>
[[nodiscard]] auto remove(F drop, std::source_location where = std::source_location::current()) {
  return spec(predicate_recipe<remove_step, F, "remove">{std::move(drop)}, where);
}

} // namespace leat
