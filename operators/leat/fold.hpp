// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/folding.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

template <class S, class F, class T>
struct fold_step {
  using input = T;
  using output = S;
  using state = S;
  S init;
  F f;

  [[nodiscard]] state initial() const requires std::copy_constructible<S> { return init; }
  [[nodiscard]] state initial() { return std::move(init); }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    next.attempt(item, [&] { fold_item<T>(f, s, std::forward<In>(item)); });
  }
  template <class Next>
  bool on_end(state& s, Next& next) {
    next.push(std::move(s));
    return false;
  }
};

template <class S, class F>
struct fold_recipe {
  static constexpr const char* kind = "fold";
  static constexpr bool speaks_at_end_only = true;
  S init;
  F f;

  template <class T>
  static constexpr folding_fault fault = fault_of_folding<F, S, T>();
  template <class T>
  static void refuse() {
    refuse_folding<fault<T>>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return fold_step<S, F, T>{std::move(init), std::move(f)};
  }
};

/// All items folded into one: `state = f(state, item)`, or `f(state, item)` that changes a `S&` and
/// gives nothing.
///
///     in              1   2   3   |
///     fold(0, plus)
///     out                         6|
///
/// The state has the type of `init`; if it is large, take it as `S&`. When `f` throws, a state that
/// is returned is as before, one that is changed in place is as `f` left it.
///
/// Emits one item at the end, `init` if there was none; on a keyed stream `keyed<K, S>` for each
/// key. Completes when the input does. State: an S. Time: none.
template <class S, class F>
[[nodiscard]] auto fold(S init, F f, std::source_location where = std::source_location::current()) {
  return spec(fold_recipe<S, F>{std::move(init), std::move(f)}, where);
}

} // namespace leat
