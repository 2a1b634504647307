// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/shape.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

template <std::size_t... I>
struct pluck_elements {
  template <class T>
  static consteval bool fits() {
    if constexpr (detail::tuple_like<T>)
      return std::max({I...}) < std::tuple_size_v<T>;
    else
      return false;
  }

  template <class T>
  auto operator()(T&& item) const {
    using std::get;
    if constexpr (sizeof...(I) == 1)
      return (std::remove_cvref_t<decltype(get<I>(item))>(get<I>(std::forward<T>(item))), ...);
    else // copies, since an element may be asked for twice
      return std::tuple<std::remove_cvref_t<decltype(get<I>(item))>...>(
        get<I>(std::as_const(item))...);
  }
};

template <class... M>
struct pluck_members {
  std::tuple<M...> members;

  template <class T>
  static consteval bool fits() {
    return (std::is_invocable_v<const M&, const T&> && ...);
  }

  template <class T>
  auto operator()(T&& item) const {
    return std::apply(
      [&](const M&... m) {
        if constexpr (sizeof...(M) == 1)
          return (std::decay_t<std::invoke_result_t<const M&, const T&>>(
                    std::invoke(m, std::forward<T>(item))),
                  ...);
        else
          return std::tuple<std::decay_t<std::invoke_result_t<const M&, const T&>>...>(
            std::invoke(m, std::as_const(item))...);
      },
      members);
  }
};

template <class Plucker, class T>
struct pluck_step : stateless_step<T, decltype(std::declval<const Plucker&>()(std::declval<T>()))> {
  Plucker pluck;
  explicit pluck_step(Plucker pluck) : pluck(pluck) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    if (auto plucked = next.attempt(item, [&] { return pluck(std::forward<In>(item)); }))
      next.push(std::move(*plucked));
  }
};

template <class Plucker>
struct pluck_recipe {
  static constexpr const char* kind = "pluck";
  Plucker pluck;

  template <class T>
  static constexpr bool fault = !Plucker::template fits<T>();
  template <class T>
  static void refuse() {
    static_assert(!fault<T>, "leat::pluck: the stream's item has no such element or member");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return pluck_step<Plucker, T>(pluck);
  }
};

/// Elements of tuples, pairs and `keyed`: `pluck<1>()` gives that element, `pluck<2, 0>()` a tuple
/// of several.
///
///     in         (1,a)   (2,b)   (3,c)|
///     pluck<1>
///     out        a       b       c|
///
/// Emits one item for each that comes, in order. Completes when the input does. State: none. Time:
/// none. Origin: streamz.
template <std::size_t First, std::size_t... More>
[[nodiscard]] auto pluck(std::source_location where = std::source_location::current()) {
  return spec(pluck_recipe<pluck_elements<First, More...>>{}, where);
}

/// Members of classes: `pluck(&T::a)` gives that member (or what a member function gives),
/// `pluck(&T::a, &T::b)` a tuple of several.
template <class First, class... More>
requires(std::is_member_pointer_v<First>&&...&& std::is_member_pointer_v<More>)
  [[nodiscard]] auto pluck(First first, More... more) {
  return spec(pluck_recipe<pluck_members<First, More...>>{{{first, more...}}},
              std::source_location{});
}

} // namespace leat
