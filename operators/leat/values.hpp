// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/keyed.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct values_step : stateless_step<T, typename T::value_type> {
  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.push(std::forward<In>(item).value);
  }
};

struct values_of_keys_recipe {
  static constexpr const char* kind = "values";
  static constexpr bool sees_keys = true;

  template <class T>
  static constexpr bool fault = !is_keyed<T>;
  template <class T>
  static void refuse() {
    static_assert(
      !fault<T>,
      "leat::values: the items have no key that could be dropped; operators behind key_by(f) "
      "give keyed<K, T>");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return values_step<T>();
  }
};

/// Drops the keys: the `value` of each `keyed<K, T>`.
///
///     in       a:1   b:2   a:3|
///     values
///     out      1     2     3|
///
/// Emits one item for each that comes, in order. Completes when the input does. State: none. Time:
/// none.
[[nodiscard]] inline auto values(std::source_location where = std::source_location::current()) {
  return spec(values_of_keys_recipe{}, where);
}

} // namespace leat
