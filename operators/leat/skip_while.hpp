// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/predicate.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct skip_while_step {
  using input = T;
  using output = T;
  struct state {
    bool over = false;
  };
  static constexpr const char* dropped_because = "skip_while";
  F skip;
  explicit skip_while_step(F skip) : skip(std::move(skip)) {}

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (!s.over) {
      bool yes = false;
      if (!ask<T>(skip, item, yes, next))
        return;
      s.over = !yes;
    }
    if (s.over)
      next.push(std::forward<In>(item));
  }
};

/// The items from the first one on for which `skip(item)` is false; on a keyed stream those of each
/// key. The later ones are not asked about.
///
///     in                  1   2   3   1|
///     skip_while(x < 3)
///     out                         3   1|
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: a bool.
/// Time: none. Origin: Rx skipWhile.
template <class F>
[[nodiscard]] auto skip_while(F skip,
                              std::source_location where = std::source_location::current()) {
  return spec(predicate_recipe<skip_while_step, F, "skip_while">{std::move(skip)}, where);
}

} // namespace leat
