// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/keyed.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct by_key_step : stateless_step<T, T> {
  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.push(std::forward<In>(item));
  }
};

struct by_key_recipe {
  static constexpr const char* kind = "by_key";
  static constexpr bool makes_keys = true;
  static constexpr bool sees_keys = true;

  template <class T>
  static constexpr bool fault = !is_keyed<T>;
  template <class T>
  static void refuse() {
    static_assert(
      !fault<T>,
      "leat::by_key: the items have no key; operators behind key_by(f) give keyed<K, T>");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return by_key_step<T>();
  }
};

/// Goes on per key with the `keyed<K, T>` that an operator behind `key_by` gave: a keyed stream
/// again.
///
///     in       a:1   b:2   a:3|
///     by_key
///     out      a:1   b:2   a:3|
///
/// Emits each item as it came. Completes when the input does. State: none. Time: none.
[[nodiscard]] inline auto by_key(std::source_location where = std::source_location::current()) {
  return spec(by_key_recipe{}, where);
}

} // namespace leat
