// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct update_step : stateless_step<T, T> {
  F f;
  explicit update_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    if constexpr (std::same_as<In, T>) {
      if (next.attempt(item, [&] { change_item(f, item); }))
        next.push(std::move(item));
    } else { // others may look at it
      T own(item);
      if (next.attempt(item, [&] { change_item(f, own); }))
        next.push(std::move(own));
    }
  }
};

template <class F>
struct update_recipe {
  static constexpr const char* kind = "update";
  static constexpr bool passes_items = true;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    no_change,
  };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!changes_item<F, T>)
      return wrong::not_callable;
    else if constexpr (detail::has_signature<F>) // then asking instantiates nothing
      return takes_item<F, T> ? wrong::no_change : wrong::nothing;
    else
      return wrong::nothing;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::update: the function can't be called with the stream's item as T&, nor "
                  "with its parts");
    static_assert(fault<T> != wrong::no_change,
                  "leat::update: the function does not take the item as T&, so it can't change "
                  "it; use map or tap");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return update_step<F, T>(std::move(f));
  }
};

/// Changes each item in place: `f(T&)`, or its parts as `f(A&, B&)`. What `f` gives is ignored.
///
///     in               1   2   3|
///     update(x *= 2)
///     out              2   4   6|
///
/// An item that others look at, too, is copied first: no other branch sees the change. An item
/// whose call throws has failed and does not go on.
///
/// Emits one item for each that comes, in order. Completes when the input does. State: none. Time:
/// none.
template <class F>
[[nodiscard]] auto update(F f, std::source_location where = std::source_location::current()) {
  return spec(update_recipe<F>{std::move(f)}, where);
}

} // namespace leat
