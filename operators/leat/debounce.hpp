// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/newest_operator.hpp>
#include <leat/spec.hpp>

#include <source_location>

namespace leat {

struct debounce_recipe {
  static constexpr const char* kind = "debounce";
  static constexpr bool passes_items = true;
  duration quiet;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_newest<group_all<T>>(leaving::when_quiet, quiet, kind, capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make_newest<group_by_stream_key<K, T>>(leaving::when_quiet, quiet, kind, capacity);
  }
};

/// An item goes out when `quiet` has passed without another one.
///
///     in             1 2 3         4  |
///     debounce(4s)
///     out                    3        4|
///
/// Emits the newest item `quiet` after it came, in order; the others are dropped and counted. What
/// is held at the end goes out then. Completes when the input does. State: an item; on a keyed
/// stream, where each key waits for itself, one for each key, within `.capacity`. Time: processing;
/// an item that comes at the very moment at which another one is due does not replace it.
///
/// Throws `std::invalid_argument` if `quiet` is not positive. Origin: Rx debounce.
[[nodiscard]] spec<debounce_recipe>
debounce(duration quiet, std::source_location where = std::source_location::current());

} // namespace leat
