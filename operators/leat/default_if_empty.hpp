// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/from_values.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct default_if_empty_step {
  using input = T;
  using output = T;
  struct state {
    bool any = false;
  };
  T value;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    s.any = true;
    next.push(std::forward<In>(item));
  }
  template <class Next>
  bool on_end(state& s, Next& next) {
    if (!s.any)
      next.push(std::move(value));
    return false;
  }
};

template <class V>
struct default_if_empty_recipe {
  static constexpr const char* kind = "default_if_empty";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  static constexpr bool one_instance = true;
  V value;

  template <class T>
  static constexpr bool fault = !std::convertible_to<V, T>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::default_if_empty: the value can't become an item of the stream; give one "
                  "of the items' type, on a keyed stream leat::keyed{key, value}");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return default_if_empty_step<T>{static_cast<T>(std::move(value))};
  }
};

/// The items, or the value if there is none.
///
///     in                        |
///     default_if_empty(7)
///     out                       7|
///
/// The value becomes an item of the stream's type; a string literal is a `std::string`.
///
/// Emits each item as it came, or the value at the end. Completes when the input does. State: the
/// value and a bool. Time: none. On a keyed stream the value has a key,
/// `default_if_empty(keyed{key, value})`, and there is one instance. Origin: Rx defaultIfEmpty.
template <class V>
[[nodiscard]] auto default_if_empty(V&& value,
                                    std::source_location where = std::source_location::current()) {
  using kept_value = typename detail::value_of<V>::type;
  return spec(default_if_empty_recipe<kept_value>{std::forward<V>(value)}, where);
}

} // namespace leat
