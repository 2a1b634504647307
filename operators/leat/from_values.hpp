// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/from_range.hpp>
#include <leat/refused.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class T>
struct value_of {
  using type = std::decay_t<T>;
};
template <std::size_t N>
struct value_of<const char (&)[N]> {
  using type = std::string;
};

/// A few values in a row. Built one by one, so that they need be movable only.
template <class T, std::size_t N>
struct value_row {
  T values[N];
  T* begin() { return values; }
  T* end() { return values + N; }
  const T* begin() const { return values; }
};

} // namespace detail

template <class T, std::size_t N>
struct values_recipe {
  static constexpr const char* kind = "from_values";
  using source = range_source<detail::value_row<T, N>>;
  detail::value_row<T, N> values;
  [[nodiscard]] auto bind() && { return source(std::move(values)); }
};

/// The values, in order; all of one type. String literals become `std::string`.
///
///     from_values(1, 2, 3)
///     out                    1&2&3|
///
/// Emits each value. Completes behind the last one. State: the position. Time: none.
template <class T, class... Ts>
[[nodiscard]] auto from_values(T&& first, Ts&&... rest) {
  using value = typename detail::value_of<T>::type;
  constexpr bool alike = (std::same_as<value, typename detail::value_of<Ts>::type> && ...);
  static_assert(alike, "leat::from_values: the values have different types");
  if constexpr (alike)
    return spec(values_recipe<value, 1 + sizeof...(Ts)>{
                  {{value(std::forward<T>(first)), value(std::forward<Ts>(rest))...}}},
                std::source_location{});
  else
    return refused{};
}

} // namespace leat
