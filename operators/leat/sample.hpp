// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/newest_operator.hpp>
#include <leat/spec.hpp>

#include <source_location>

namespace leat {

struct sample_recipe {
  static constexpr const char* kind = "sample";
  static constexpr bool passes_items = true;
  duration every;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_newest<group_all<T>>(leaving::on_grid, every, kind, capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make_newest<group_by_stream_key<K, T>>(leaving::on_grid, every, kind, capacity);
  }
};

/// The newest item of each interval of `every`, counted from the start of the job.
///
///     in           1 2       3              4 |
///     sample(4s)
///     out              2       3              4|
///
/// Emits an item at the end of its interval, in order, and nothing for an empty one; the others are
/// dropped and counted. An item that comes at that very moment belongs to the next interval. What
/// is held at the end goes out then. Completes when the input does. State: an item; on a keyed
/// stream one for each key, within `.capacity`. Time: processing; an item that finds no room is
/// late, and those after it keep to the grid.
///
/// Throws `std::invalid_argument` if `every` is not positive. Origin: Rx sample.
[[nodiscard]] spec<sample_recipe>
sample(duration every, std::source_location where = std::source_location::current());

} // namespace leat
