// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <cstddef>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct skip_step {
  using input = T;
  using output = T;
  struct state {
    std::size_t skipped = 0;
  };
  static constexpr const char* dropped_because = "skip";
  std::size_t first;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (s.skipped == first)
      next.push(std::forward<In>(item));
    else
      ++s.skipped;
  }
};

struct skip_recipe {
  static constexpr const char* kind = "skip";
  static constexpr bool passes_items = true;
  std::size_t first;
  template <class T>
  [[nodiscard]] auto bind() && {
    return skip_step<T>{first};
  }
};

/// All items but the first `n`; on a keyed stream all but the first `n` of each key.
///
///     in        1   2   3   4|
///     skip(2)
///     out               3   4|
///
/// Emits an item as it came, or nothing. Completes when the input does. State: a number. Time:
/// none.
[[nodiscard]] inline auto skip(std::size_t n,
                               std::source_location where = std::source_location::current()) {
  return spec(skip_recipe{n}, where);
}

} // namespace leat
