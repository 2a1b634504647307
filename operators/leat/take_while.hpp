// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/predicate.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct take_while_step {
  using input = T;
  using output = T;
  struct state {
    bool over = false;
  };
  static constexpr const char* dropped_because = "take_while";
  F keep;
  explicit take_while_step(F keep) : keep(std::move(keep)) {}

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (s.over)
      return;
    bool yes = false;
    if (!ask<T>(keep, item, yes, next))
      return;
    if (yes) {
      next.push(std::forward<In>(item));
    } else {
      s.over = true;
      next.finish();
    }
  }
};

/// The items up to the first one for which `keep(item)` is false; on a keyed stream those of each
/// key.
///
///     in                  1   2   3   1|
///     take_while(x < 3)
///     out                 1   2   |
///
/// Emits an item as it came. Completes at the first item that is not kept, and cancels upstream; on
/// a keyed stream when the input does. State: a bool. Time: none.
template <class F>
[[nodiscard]] auto take_while(F keep,
                              std::source_location where = std::source_location::current()) {
  return spec(predicate_recipe<take_while_step, F, "take_while">{std::move(keep)}, where);
}

} // namespace leat
