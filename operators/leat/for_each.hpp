// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>
#include <leat/travel.hpp>

namespace leat {

template <class F, class T>
struct for_each_step : stateless_step<T, void> {
  F f;
  explicit for_each_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.attempt(item, [&] { static_cast<void>(call_with_item<T>(f, std::forward<In>(item))); });
  }
};

template <class F>
struct for_each_recipe {
  static constexpr const char* kind = "for_each";
  F f;

  enum class wrong { nothing,
                     not_callable,
                     future };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!takes_item<F, T>)
      return wrong::not_callable;
    else if constexpr (requires(result_of_item<F, T> r) {
                         r.wait();
                         r.get();
                       })
      return wrong::future;
    else
      return wrong::nothing;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::for_each: the function can't be called with the stream's item, nor with "
                  "its parts (items come "
                  "as const T& or T&&)");
    static_assert(fault<T> != wrong::future,
                  "leat::for_each: the function gives a future that nobody would wait for; use "
                  "map_async | discard()");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return for_each_step<F, T>(std::move(f));
  }
};

/// Calls `f` with each item; a sink.
///
/// Completes when the input does. State: none. Time: none. Calls of one instance never overlap, but
/// come from changing threads.
template <class F>
[[nodiscard]] auto for_each(F f, std::source_location where = std::source_location::current()) {
  return spec(for_each_recipe<F>{std::move(f)}, where);
}

} // namespace leat
