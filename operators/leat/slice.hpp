// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <utility>

namespace leat {

template <class T>
struct slice_step {
  using input = T;
  using output = T;
  struct state {
    std::size_t before_next; // items
    std::size_t left;
  };
  static constexpr const char* dropped_because = "slice";
  std::size_t start;
  std::size_t step;
  std::size_t count; // of positions

  [[nodiscard]] state initial() const { return {start, count}; }
  [[nodiscard]] bool wants_nothing() const { return count == 0; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (s.left == 0)
      return;
    if (s.before_next > 0) {
      --s.before_next;
      return;
    }
    s.before_next = step - 1;
    --s.left;
    next.push(std::forward<In>(item));
    if (s.left == 0)
      next.finish();
  }
};

struct slice_recipe {
  static constexpr const char* kind = "slice";
  static constexpr bool passes_items = true;
  std::size_t start;
  std::size_t step;
  std::size_t count;
  template <class T>
  [[nodiscard]] auto bind() && {
    return slice_step<T>{start, step, count};
  }
};

/// The items at the positions `start`, `start + step`, … below `stop`, from 0 on, as Python slices
/// a list; without `stop` there is no end. On a keyed stream positions count among the items of
/// each key.
///
///     in               a   b   c   d   e   f|
///     slice(1, 5, 2)
///     out                  b       d|
///
/// Emits an item as it came, or nothing; in order. Completes behind the last position and cancels
/// upstream, at once if there is none; on a keyed stream when the input does. State: two numbers.
/// Time: none. Throws `std::invalid_argument` if `step` is 0. Origin: streamz slice.
[[nodiscard]] inline auto slice(std::size_t start, std::optional<std::size_t> stop = {},
                                std::size_t step = 1,
                                std::source_location where = std::source_location::current()) {
  if (step == 0)
    throw std::invalid_argument("leat::slice: a step of 0 would stay in place; it must be at "
                                "least 1");
  const std::size_t end = stop.value_or(std::numeric_limits<std::size_t>::max());
  return spec(slice_recipe{start, step, end <= start ? 0 : (end - start - 1) / step + 1}, where);
}

} // namespace leat
