// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/extreme.hpp>
#include <leat/spec.hpp>

#include <functional>
#include <source_location>
#include <utility>

namespace leat {

struct is_greater {
  template <class V>
  requires requires(const V& a, const V& b) { a < b; }
  bool operator()(const V& a, const V& b) const { return b < a; }
};

/// The greatest of the values `f(item)`, or of the items, by `<`; the first of equal ones.
///
///     in    3   1   2   |
///     max
///     out               3|
///
/// Emits one value at the end, none if there was none; on a keyed stream `keyed<K, V>` for each
/// key. Completes when the input does. State: a value. Time: none.
template <class F = std::identity>
[[nodiscard]] auto max(F f = {}, std::source_location where = std::source_location::current()) {
  return spec(extreme_recipe<F, is_greater, "max">{std::move(f)}, where);
}

} // namespace leat
