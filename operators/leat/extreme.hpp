// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/aggregation.hpp>
#include <leat/predicate.hpp>
#include <leat/travel.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace leat {

/// What min and max have in common: of the values that `f` gives, the one that is `Better` than all
/// others, the first of equal ones.
template <class F, class T, class Better>
struct extreme_aggregation {
  using input = T;
  using output = std::decay_t<result_of_item<F, T>>;
  using state = std::optional<output>;
  F f;

  [[nodiscard]] static state initial() { return {}; }
  template <class In>
  void add(state& s, In&& item) {
    if constexpr (std::same_as<F, std::identity>)
      keep_better(s, std::forward<In>(item));
    else
      keep_better(s, call_with_item<T>(f, std::forward<In>(item)));
  }
  static void merge(state& into, const state& other) {
    if (other)
      keep_better(into, *other);
  }
  [[nodiscard]] static bool has_result(const state& s) { return s.has_value(); }
  [[nodiscard]] static output result(state s) { return std::move(*s); }

 private:
  template <class V>
  static void keep_better(state& s, V&& value) {
    if (s && !Better()(value, *s))
      return;
    output kept(std::forward<V>(value));
    s.emplace(std::move(kept));
  }
};

template <class F, class Better, fixed_name Kind>
struct extreme_recipe {
  static constexpr const char* kind = Kind.text;
  static constexpr bool speaks_at_end_only = true;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    not_ordered,
    view,
  };
  template <class T>
  static consteval wrong find_fault() {
    constexpr travel result = travel_of_result<F, T>();
    if constexpr (result == travel::not_callable)
      return wrong::not_callable;
    else if constexpr (result == travel::view)
      return wrong::view;
    else if constexpr (result == travel::nothing)
      return wrong::not_ordered;
    else
      return std::predicate<Better, const std::decay_t<result_of_item<F, T>>&,
                            const std::decay_t<result_of_item<F, T>>&>
        ? wrong::nothing
        : wrong::not_ordered;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::min/max: the function can't be called with the stream's item, nor with "
                  "its parts (items come as const T& or T&&)");
    static_assert(fault<T> != wrong::not_ordered,
                  "leat::min/max: the values have no <; write min(f) with an f that gives what can "
                  "be compared");
    static_assert(fault<T> != wrong::view,
                  "leat::min/max: the function gives a view (string_view, span, "
                  "reference_wrapper) of an item that is gone by then; give an owner such as "
                  "std::string");
  }
  template <class T>
  [[nodiscard]] auto aggregation() && {
    return extreme_aggregation<F, T, Better>{std::move(f)};
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return aggregation_step<extreme_aggregation<F, T, Better>>{
      std::move(*this).template aggregation<T>()};
  }
};

} // namespace leat
