// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/poured_range.hpp>
#include <leat/spec.hpp>
#include <leat/travel.hpp>

#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

enum class flat_map_fault {
  fits,
  not_callable,
  no_range,
  immovable,
  view,
};

/// Whether the members of an R can travel on behind items of type T.
template <class R, class T>
consteval flat_map_fault fault_of_members() {
  if constexpr (!has_members<R>)
    return flat_map_fault::no_range;
  else if constexpr (!item<R> || !item<range_member<R>>)
    return flat_map_fault::immovable;
  else {
    constexpr bool shows_others = is_view<R> || is_view<range_member<R>>;
    return shows_others && !is_view<T> ? flat_map_fault::view : flat_map_fault::fits;
  }
}

template <class F, class T>
consteval flat_map_fault fault_of_flat_map() {
  if constexpr (!takes_item<F, T>)
    return flat_map_fault::not_callable;
  else
    return fault_of_members<std::decay_t<result_of_item<F, T>>, T>();
}

template <class F, class T>
struct flat_map_step : members_step<T, std::decay_t<result_of_item<F, T>>> {
  using base = members_step<T, std::decay_t<result_of_item<F, T>>>;
  F f;
  explicit flat_map_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(typename base::state& s, In&& item, Next& next) {
    const auto made = [&]() -> decltype(auto) {
      return call_with_item<T>(f, std::forward<In>(item));
    };
    this->take(s, item, made, next);
  }
};

template <class F>
struct flat_map_recipe {
  static constexpr const char* kind = "flat_map";
  F f;

  template <class T>
  static constexpr flat_map_fault fault = fault_of_flat_map<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != flat_map_fault::not_callable,
                  "leat::flat_map: the function can't be called with the stream's item, nor with "
                  "its parts (items come as const T& or T&&)");
    static_assert(fault<T> != flat_map_fault::no_range,
                  "leat::flat_map: the function must give a range or an optional");
    static_assert(fault<T> != flat_map_fault::immovable,
                  "leat::flat_map: the function gives a range that can't travel, or one of "
                  "members that can't (references or immovable types)");
    static_assert(
      fault<T> != flat_map_fault::view,
      "leat::flat_map: the function gives a view (string_view, span, reference_wrapper) of an "
      "item that is gone by then, or a range of such views; give owners such as std::vector and "
      "std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return flat_map_step<F, T>(std::move(f));
  }
};

/// The members of `f(item)`, a range or an optional, for each item.
///
///     in               3       0   2|
///     flat_map(1..x)
///     out              1&2&3       1&2|
///
/// Emits the members in order; none for an empty range. They are moved out of containers, copied
/// out of views. Completes when the input does. State: the range whose members are going out. Time:
/// none. If a range throws, the members it gave before stay out and its item has failed. It is the
/// last operator of a fused run, unless f gives an optional.
template <class F>
[[nodiscard]] auto flat_map(F f, std::source_location where = std::source_location::current()) {
  return spec(flat_map_recipe<F>{std::move(f)}, where);
}

} // namespace leat
