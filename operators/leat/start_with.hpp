// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/from_values.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <cstddef>
#include <source_location>
#include <tuple>
#include <utility>

namespace leat {

template <class T, std::size_t N>
struct start_with_step {
  using input = T;
  using output = T;
  struct state {
    std::size_t given = 0;
  };
  detail::value_row<T, N> values;

  [[nodiscard]] static state initial() { return {}; }

  template <class Next>
  bool on_begin(state& s, Next& next) {
    if (s.given == N)
      return false;
    T& value = values.values[s.given++];
    if constexpr (std::copy_constructible<T>)
      next.push(std::as_const(value));
    else
      next.push(std::move(value));
    return s.given < N;
  }
  template <class In, class Next>
  void on_item(state&, In&& item, Next& next) {
    next.push(std::forward<In>(item));
  }
};

template <class... Vs>
struct start_with_recipe {
  static constexpr const char* kind = "start_with";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  static constexpr bool one_instance = true;
  std::tuple<Vs...> values;

  template <class T>
  static constexpr bool fault = !(std::convertible_to<Vs, T> && ...);
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::start_with: a value can't become an item of the stream; give values of "
                  "the items' type, on a keyed stream leat::keyed{key, value}");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return std::apply(
      [](Vs&... vs) {
        return start_with_step<T, sizeof...(Vs)>{{{static_cast<T>(std::move(vs))...}}};
      },
      values);
  }
};

/// The values, then the items.
///
///     in                       3   4|
///     start_with(1, 2)
///     out                1&2   3   4|
///
/// The values become items of the stream's type; string literals are `std::string`s.
///
/// Emits the values as soon as the job runs, also if no item ever comes, and then each item as it
/// came. Completes when the input does. State: the values, and how many are out. Time: none. On a
/// keyed stream the values have keys, `start_with(keyed{key, value})`, and there is one instance.
/// Origin: Rx startWith.
template <class First, class... Rest>
[[nodiscard]] auto start_with(First&& first, Rest&&... rest) {
  using recipe = start_with_recipe<typename detail::value_of<First>::type,
                                   typename detail::value_of<Rest>::type...>;
  return spec(recipe{{std::forward<First>(first), std::forward<Rest>(rest)...}},
              std::source_location{});
}

} // namespace leat
