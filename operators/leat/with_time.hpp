// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>
#include <leat/time.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct with_time_step : stateless_step<T, std::pair<timestamp, T>> {
  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.push(std::pair<timestamp, T>(next.context().now(), std::forward<In>(item)));
  }
};

struct with_time_recipe {
  static constexpr const char* kind = "with_time";
  template <class T>
  [[nodiscard]] auto bind() && {
    return with_time_step<T>();
  }
};

/// Each item behind the time at which it came here.
///
///     in          a       b|
///     with_time
///     out         (0s,a)  (8s,b)|
///
/// Emits a `std::pair<timestamp, T>` for each item, in order; on a keyed stream `keyed<K,
/// std::pair<timestamp, T>>`. Completes when the input does. State: none. Time: processing; items
/// that come together have the same. Origin: Rx timestamp.
[[nodiscard]] inline auto with_time(std::source_location where = std::source_location::current()) {
  return spec(with_time_recipe{}, where);
}

} // namespace leat
