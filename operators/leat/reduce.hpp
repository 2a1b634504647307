// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/folding.hpp>
#include <leat/spec.hpp>

#include <optional>
#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct reduce_step {
  using input = T;
  using output = T;
  using state = std::optional<T>;
  F f;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    next.attempt(item, [&] { fold_item<T>(f, s, std::forward<In>(item)); });
  }
  template <class Next>
  bool on_end(state& s, Next& next) {
    if (s)
      next.push(std::move(*s));
    return false;
  }
};

template <class F>
struct reduce_recipe {
  static constexpr const char* kind = "reduce";
  static constexpr bool speaks_at_end_only = true;
  F f;

  template <class T>
  static constexpr folding_fault fault = fault_of_folding<F, T, T>();
  template <class T>
  static void refuse() {
    refuse_folding<fault<T>>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return reduce_step<F, T>{std::move(f)};
  }
};

/// All items folded into one of their kind: the first is the state, then `state = f(state, item)`
/// or `f(state, item)` that changes a `T&` and gives nothing.
///
///     in            3   1   2   |
///     reduce(max)
///     out                       3|
///
/// Emits one item at the end, none if there was none; on a keyed stream `keyed<K, T>` for each key.
/// Completes when the input does. State: a T. Time: none.
template <class F>
[[nodiscard]] auto reduce(F f, std::source_location where = std::source_location::current()) {
  return spec(reduce_recipe<F>{std::move(f)}, where);
}

} // namespace leat
