// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/aggregation.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <source_location>

namespace leat {

template <class T>
struct count_aggregation {
  using input = T;
  using state = std::size_t;
  using output = std::size_t;

  [[nodiscard]] static state initial() { return 0; }
  template <class In>
  static void add(state& s, In&&) {
    ++s;
  }
  static void merge(state& into, state other) { into += other; }
  [[nodiscard]] static output result(state s) { return s; }
};

struct count_recipe {
  static constexpr const char* kind = "count";
  static constexpr bool speaks_at_end_only = true;

  template <class T>
  [[nodiscard]] auto aggregation() && {
    return count_aggregation<T>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return aggregation_step<count_aggregation<T>>{};
  }
};

/// How many items there were.
///
///     in      a   b   c   |
///     count
///     out                 3|
///
/// Emits a `std::size_t` at the end; on a keyed stream `keyed<K, std::size_t>` for each key.
/// Completes when the input does. State: a number. Time: none.
[[nodiscard]] inline auto count(std::source_location where = std::source_location::current()) {
  return spec(count_recipe{}, where);
}

} // namespace leat
