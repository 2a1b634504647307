// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <cstddef>
#include <source_location>

namespace leat {

template <class T>
struct empty_source {
  static constexpr bool is_source = true;
  using output = T;

  template <class Next>
  bool give(std::size_t, Next&) {
    return false;
  }
  void save(byte_writer&) const {}
  void load(byte_reader&) {}
};

template <class T>
struct empty_recipe {
  static constexpr const char* kind = "empty";
  using source = empty_source<T>;
  [[nodiscard]] auto bind() && { return source(); }
};

/// Nothing. `empty<int>()` has the type of a stream of ints.
///
///     empty<int>()
///     out            |
///
/// Emits no item. Completes at once. State: none. Time: none. Origin: Rx empty.
template <class T>
[[nodiscard]] auto empty(std::source_location where = std::source_location::current()) {
  return spec(empty_recipe<T>{}, where);
}

} // namespace leat
