// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/grouping.hpp>
#include <leat/spec.hpp>
#include <leat/timed_window_operator.hpp>

#include <source_location>

namespace leat {

struct timed_window_recipe {
  static constexpr const char* kind = "timed_window";
  duration every;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_timed_window(every, group_all<T>{}, capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make_timed_window(every, group_by_stream_key<K, T>{}, capacity);
  }
};

/// Every `every`, counted from the start of the job, a vector of what came since.
///
///     in                 1   2     3                   4     |
///     timed_window(8s)
///     out                        [1,2]   [3]     []      [4] |
///
/// Emits a vector at the end of each window, empty ones too; an item that comes at that very moment
/// is in either. What is left at the end goes out, unless it is empty. A vector that finds no room
/// is late and those after it keep to the grid; windows that passed meanwhile are one. Completes
/// when the input does. State: the items of a window, within `.capacity`. Time: processing. On a
/// keyed stream: a `keyed<K, std::vector<T>>` for each key that had items, in the order of their
/// first ones.
///
/// Throws `std::invalid_argument` if `every` is not positive. Origin: streamz timed_window.
[[nodiscard]] spec<timed_window_recipe>
timed_window(duration every, std::source_location where = std::source_location::current());

} // namespace leat
