// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <cstddef>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct enumerate_step {
  using input = T;
  using output = std::pair<std::size_t, T>;
  struct state {
    std::size_t next = 0;
  };

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    next.push(output(s.next++, std::forward<In>(item)));
  }
};

struct enumerate_recipe {
  static constexpr const char* kind = "enumerate";
  template <class T>
  [[nodiscard]] auto bind() && {
    return enumerate_step<T>();
  }
};

/// Each item behind its number, from 0; on a keyed stream its number among those of its key.
///
///     in          a       b       c|
///     enumerate
///     out         (0,a)   (1,b)   (2,c)|
///
/// Emits a `std::pair<std::size_t, T>` for each item, in order. Completes when the input does.
/// State: a number. Time: none.
[[nodiscard]] inline auto enumerate(std::source_location where = std::source_location::current()) {
  return spec(enumerate_recipe{}, where);
}

} // namespace leat
