// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <cstddef>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct take_step {
  using input = T;
  using output = T;
  struct state {
    std::size_t taken = 0;
  };
  static constexpr const char* dropped_because = "take";
  std::size_t most;

  [[nodiscard]] static state initial() { return {}; }
  [[nodiscard]] bool wants_nothing() const { return most == 0; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (s.taken == most)
      return;
    ++s.taken;
    next.push(std::forward<In>(item));
    if (s.taken == most)
      next.finish();
  }
};

struct take_recipe {
  static constexpr const char* kind = "take";
  static constexpr bool passes_items = true;
  std::size_t most;
  template <class T>
  [[nodiscard]] auto bind() && {
    return take_step<T>{most};
  }
};

/// The first `n` items; on a keyed stream those of each key.
///
///     in        1   2   3   4|
///     take(2)
///     out       1   2|
///
/// Emits an item as it came. Completes behind item `n` and cancels upstream, at once if `n` is 0;
/// on a keyed stream when the input does. State: a number. Time: none.
[[nodiscard]] inline auto take(std::size_t n,
                               std::source_location where = std::source_location::current()) {
  return spec(take_recipe{n}, where);
}

} // namespace leat
