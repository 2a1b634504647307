// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/sum.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class V>
struct mean_type {
  using type = std::decay_t<decltype(std::declval<const V&>() + std::declval<const V&>())>;
};
template <class V>
requires std::is_arithmetic_v<V>
struct mean_type<V> {
  using type = std::common_type_t<V, double>;
};

template <class M>
concept divisible_by_double = requires(const M& total) {
  { total / 2.0 } -> std::convertible_to<M>;
};
template <class M>
concept divisible_by_integer = requires(const M& total) {
  { total / std::ptrdiff_t(2) } -> std::convertible_to<M>;
};
template <class M>
concept divisible = divisible_by_double<M> || divisible_by_integer<M>;

} // namespace detail

template <class V>
using mean_of = typename detail::mean_type<V>::type;

/// Values with a mean: they can be summed, and the sum divided by a number.
template <class V>
concept has_mean = summable<V> && detail::divisible<mean_of<V>>;

template <class F, class T>
struct mean_aggregation {
  using input = T;
  using output = mean_of<summand<F, T>>;
  struct state {
    output total{};
    std::size_t count = 0;
  };
  F f;

  [[nodiscard]] static state initial() { return {}; }
  template <class In>
  void add(state& s, In&& item) {
    if constexpr (std::is_arithmetic_v<summand<F, T>>)
      s.total += static_cast<output>(call_with_item<T>(f, std::forward<In>(item)));
    else
      detail::add_value(s.total, call_with_item<T>(f, std::forward<In>(item)));
    ++s.count;
  }
  static void merge(state& into, const state& other) {
    detail::add_value(into.total, other.total);
    into.count += other.count;
  }
  [[nodiscard]] static bool has_result(const state& s) { return s.count > 0; }
  [[nodiscard]] static output result(const state& s) {
    if constexpr (detail::divisible_by_double<output>)
      return s.total / static_cast<double>(s.count);
    else // durations
      return s.total / static_cast<std::ptrdiff_t>(s.count);
  }
};

template <class F>
struct mean_recipe {
  static constexpr const char* kind = "mean";
  static constexpr bool speaks_at_end_only = true;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    no_mean,
  };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!takes_item<F, T>)
      return wrong::not_callable;
    else
      return has_mean<summand<F, T>> ? wrong::nothing : wrong::no_mean;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::mean: the function can't be called with the stream's item, nor with its "
                  "parts (items come as const T& or T&&)");
    static_assert(fault<T> != wrong::no_mean,
                  "leat::mean: the values can't be summed and divided by a number; write mean(f) "
                  "with an f that gives numbers");
  }
  template <class T>
  [[nodiscard]] auto aggregation() && {
    return mean_aggregation<F, T>{std::move(f)};
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return aggregation_step<mean_aggregation<F, T>>{std::move(*this).template aggregation<T>()};
  }
};

/// The mean of `f(item)`, or of the items: numbers, durations, what has a `+`, a zero `V{}` and a
/// `/` by a number.
///
///     in     1   2   6   |
///     mean
///     out                3|
///
/// The mean of numbers is a `double` (of `long double`s one of those), that of durations such a
/// duration.
///
/// Emits one value at the end, none if there was none; on a keyed stream `keyed<K, V>` for each
/// key. Completes when the input does. State: a sum and a number. Time: none.
template <class F = std::identity>
[[nodiscard]] auto mean(F f = {}, std::source_location where = std::source_location::current()) {
  return spec(mean_recipe<F>{std::move(f)}, where);
}

} // namespace leat
