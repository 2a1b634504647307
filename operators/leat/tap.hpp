// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct tap_step : stateless_step<T, T> {
  F f;
  explicit tap_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    if (next.attempt(item, [&] { static_cast<void>(call_with_item<T>(f, std::as_const(item))); }))
      next.push(std::forward<In>(item));
  }
};

template <class F>
struct tap_recipe {
  static constexpr const char* kind = "tap";
  static constexpr bool passes_items = true;
  F f;

  template <class T>
  static constexpr bool fault = !looks_at_item<F, T>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::tap: the function can't be called with the stream's item, nor with its "
                  "parts (items come as const T&; to change them in place use update)");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return tap_step<F, T>(std::move(f));
  }
};

/// Calls `f` with each item and passes the item on unchanged.
///
///     in           1   2   3|
///     tap(print)
///     out          1   2   3|
///
/// Emits each item behind the call, in order; an item whose call throws has failed and does not go
/// on. Completes when the input does. State: none. Time: none. Origin: Rx do.
template <class F>
[[nodiscard]] auto tap(F f, std::source_location where = std::source_location::current()) {
  return spec(tap_recipe<F>{std::move(f)}, where);
}

} // namespace leat
