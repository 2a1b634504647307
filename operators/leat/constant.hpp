// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <type_traits>
#include <utility>

namespace leat {

/// Fills a place of `zip` with the same value in every tuple.
template <class T>
struct constant_place {
  T value;
};
template <class T>
[[nodiscard]] constant_place<std::decay_t<T>> constant(T&& value) {
  return {std::forward<T>(value)};
}
[[nodiscard]] inline constant_place<std::string> constant(const char* text) { return {text}; }

} // namespace leat
