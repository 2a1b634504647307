// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/aggregation.hpp>
#include <leat/callable.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <functional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

template <class F, class T>
using summand = std::decay_t<result_of_item<F, T>>;

/// Values with a zero (`V{}`) and a +.
template <class V>
concept summable = requires(const V& a, const V& b) {
  requires std::default_initializable<std::decay_t<decltype(a + b)>>;
  requires requires(std::decay_t<decltype(a + b)> & total) { total = total + a; };
};

namespace detail {
template <class S, class V>
void add_value(S& total, const V& value) {
  if constexpr (requires { total += value; })
    total += value;
  else
    total = total + value;
}
} // namespace detail

template <class F, class T>
struct sum_aggregation {
  using input = T;
  using state = std::decay_t<decltype(std::declval<const summand<F, T>&>()
                                      + std::declval<const summand<F, T>&>())>;
  using output = state;
  F f;

  [[nodiscard]] static state initial() { return state{}; }
  template <class In>
  void add(state& s, In&& item) {
    detail::add_value(s, call_with_item<T>(f, std::forward<In>(item)));
  }
  static void merge(state& into, const state& other) { detail::add_value(into, other); }
  [[nodiscard]] static output result(const state& s) { return s; }
};

template <class F>
struct sum_recipe {
  static constexpr const char* kind = "sum";
  static constexpr bool speaks_at_end_only = true;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    no_sum,
  };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!takes_item<F, T>)
      return wrong::not_callable;
    else
      return summable<summand<F, T>> ? wrong::nothing : wrong::no_sum;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::sum: the function can't be called with the stream's item, nor with its "
                  "parts (items come as const T& or T&&)");
    static_assert(fault<T> != wrong::no_sum,
                  "leat::sum: the values have no + or no zero (V{}); write sum(f) with an f that "
                  "gives numbers");
  }
  template <class T>
  [[nodiscard]] auto aggregation() && {
    return sum_aggregation<F, T>{std::move(f)};
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return aggregation_step<sum_aggregation<F, T>>{std::move(*this).template aggregation<T>()};
  }
};

/// The sum of `f(item)`, or of the items: numbers, durations, strings, what has a `+` and a zero
/// `V{}`.
///
///     in    1   2   3   |
///     sum
///     out               6|
///
/// The sum has the type of `a + b` and overflows as that type does: give a wider one with `f` where
/// items are many.
///
/// Emits one item at the end, `V{}` if there was none; on a keyed stream `keyed<K, V>` for each
/// key. Completes when the input does. State: a V. Time: none.
template <class F = std::identity>
[[nodiscard]] auto sum(F f = {}, std::source_location where = std::source_location::current()) {
  return spec(sum_recipe<F>{std::move(f)}, where);
}

} // namespace leat
