// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/extreme.hpp>
#include <leat/spec.hpp>

#include <functional>
#include <source_location>
#include <utility>

namespace leat {

/// The least of the values `f(item)`, or of the items, by `<`; the first of equal ones.
///
///     in    3   1   2   |
///     min
///     out               1|
///
/// Emits one value at the end, none if there was none; on a keyed stream `keyed<K, V>` for each
/// key. Completes when the input does. State: a value. Time: none.
template <class F = std::identity>
[[nodiscard]] auto min(F f = {}, std::source_location where = std::source_location::current()) {
  return spec(extreme_recipe<F, std::less<>, "min">{std::move(f)}, where);
}

} // namespace leat
