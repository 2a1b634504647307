// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/flat_map.hpp>
#include <leat/poured_range.hpp>
#include <leat/spec.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct flatten_step : members_step<T, T> {
  template <class In, class Next>
  void on_item(typename members_step<T, T>::state& s, In&& item, Next& next) {
    this->take(
      s, item, [&]() -> In&& { return std::forward<In>(item); }, next);
  }
};

struct flatten_recipe {
  static constexpr const char* kind = "flatten";

  template <class T>
  static constexpr flat_map_fault fault = fault_of_members<T, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> == flat_map_fault::fits,
                  "leat::flatten: the stream's items are no ranges and no optionals of what can "
                  "travel; use flat_map(f)");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return flatten_step<T>();
  }
};

/// The members of each item, which is a range or an optional.
///
///     in        [1,2]   []   [3]|
///     flatten
///     out       1&2          3|
///
/// Emits the members in order. Completes when the input does. State: the item whose members are
/// going out. Time: none. It is the last operator of a fused run, unless the items are
/// optionals.
[[nodiscard]] inline auto flatten(std::source_location where = std::source_location::current()) {
  return spec(flatten_recipe{}, where);
}

} // namespace leat
