// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/key_function.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>
#include <leat/travel.hpp>

#include <concepts>
#include <functional>
#include <optional>
#include <source_location>
#include <utility>

namespace leat {

/// A K can be kept of what a function gives as R, and compared.
template <class K, class R>
concept comparable_key = std::constructible_from<K, R> && std::equality_comparable<K>;

template <class F, class T>
struct distinct_until_changed_step {
  using input = T;
  using output = T;
  using key = key_given_by<F, T>;
  using state = std::optional<key>;
  static constexpr const char* dropped_because = "distinct_until_changed";
  F f;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    bool changed = false;
    const auto compare = [&] {
      key now = key_of<T>(f, item);
      changed = !s || !(*s == now);
      if (changed)
        s.emplace(std::move(now));
    };
    if (next.attempt(item, compare) && changed)
      next.push(std::forward<In>(item));
  }
};

template <class F>
struct distinct_until_changed_recipe {
  static constexpr const char* kind = "distinct_until_changed";
  static constexpr bool passes_items = true;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    no_key,
    view,
  };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!looks_at_item<F, T>)
      return wrong::not_callable;
    else if constexpr (!comparable_key<key_given_by<F, T>, result_of_item<F, T>>)
      return wrong::no_key;
    else
      return is_view<key_given_by<F, T>> && !is_view<T> ? wrong::view : wrong::nothing;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::distinct_until_changed: the key function can't be called with the "
                  "stream's item, nor with its parts (items come as const T&)");
    static_assert(fault<T> != wrong::no_key,
                  "leat::distinct_until_changed: a key is kept and compared, so it must be "
                  "copyable and have ==; give a function that gives such a key");
    static_assert(fault<T> != wrong::view,
                  "leat::distinct_until_changed: the key is a view (string_view, span, "
                  "reference_wrapper) of an item that is gone by then; give an owner such as "
                  "std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return distinct_until_changed_step<F, T>{std::move(f)};
  }
};

/// Drops an item whose key equals that of the one before; on a keyed stream, of the one before with
/// the same key of the stream.
///
///     in                       1   1   2   2   1|
///     distinct_until_changed
///     out                      1       2       1|
///
/// `f` gives an item's key; without it the item is the key. Keys are compared with `==`.
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: a key.
/// Time: none. When `f` throws, the item is not seen. Origin: Rx distinctUntilChanged.
template <class F = std::identity>
[[nodiscard]] auto
distinct_until_changed(F f = {}, std::source_location where = std::source_location::current()) {
  return spec(distinct_until_changed_recipe<F>{std::move(f)}, where);
}

} // namespace leat
