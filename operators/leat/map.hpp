// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>
#include <leat/travel.hpp>

namespace leat {

template <class F, class T>
struct map_step : stateless_step<T, std::decay_t<result_of_item<F, T>>> {
  F f;
  explicit map_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    if (auto result = next.attempt(
          item, [&]() -> decltype(auto) { return call_with_item<T>(f, std::forward<In>(item)); }))
      next.push(std::move(*result));
  }
};

template <class F>
struct map_recipe {
  static constexpr const char* kind = "map";
  F f;

  template <class T>
  static constexpr travel fault = travel_of_result<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != travel::not_callable,
                  "leat::map: the function can't be called with the stream's item, nor with its "
                  "parts (items come as "
                  "const T& or T&&; to change them in place use update)");
    static_assert(fault<T> != travel::nothing,
                  "leat::map: the function gives nothing that can travel (void, a reference or an "
                  "immovable type)");
    static_assert(fault<T> != travel::view,
                  "leat::map: the function gives a view (string_view, span, reference_wrapper) "
                  "of an item that is gone by then; give an owner such as std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return map_step<F, T>(std::move(f));
  }
};

/// Gives `f(item)` for each item.
///
///     in           1   2   3|
///     map(x * x)
///     out          1   4   9|
///
/// Emits one item for each that comes, in order. Completes when the input does. State: none. Time:
/// none.
template <class F>
[[nodiscard]] auto map(F f, std::source_location where = std::source_location::current()) {
  return spec(map_recipe<F>{std::move(f)}, where);
}

} // namespace leat
