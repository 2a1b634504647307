// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>
#include <leat/time.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct throttle_first_step {
  using input = T;
  using output = T;
  struct state {
    timestamp opens = timestamp::min(); // for the next item
  };
  static constexpr const char* dropped_because = "throttle_first";
  duration interval;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    const timestamp now = next.context().now();
    if (now < s.opens)
      return;
    s.opens = now + interval;
    next.push(std::forward<In>(item));
  }
};

struct throttle_first_recipe {
  static constexpr const char* kind = "throttle_first";
  static constexpr bool passes_items = true;
  duration interval;
  template <class T>
  [[nodiscard]] auto bind() && {
    return throttle_first_step<T>{interval};
  }
};

/// The first item of each interval; an interval begins with the item that passes, and one that
/// comes `interval` after it begins the next.
///
///     in                   1 2   3     4 5|
///     throttle_first(4s)
///     out                  1     3     4 |
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: a time; on
/// a keyed stream, where each key has intervals of its own, one for each key, unbounded. Time:
/// processing; items that come together have the same.
///
/// Throws `std::invalid_argument` if `interval` is not positive. Origin: Rx throttleFirst.
[[nodiscard]] spec<throttle_first_recipe>
throttle_first(duration interval, std::source_location where = std::source_location::current());

} // namespace leat
