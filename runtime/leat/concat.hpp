// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/concat_operator.hpp>

namespace leat {

/// The items of several streams of one type, one stream after the other.
///
///     a              1       2   |
///     b                  3           4|
///     concat(a, b)
///     out            1       2   3   4|
///
/// Emits each item as it came: first all of `a`, to its end. Completes when all inputs have. State:
/// whose turn it is; what later streams have waits on their edges, within their budgets, and slows
/// their producers. Time: none. Keyed streams stay keyed. Items need be movable only. Origin: Rx
/// concat.
///
/// Streams that come from one branch, or from a loop, can wait for each other for ever; then the
/// job fails, saying who waits for whom.
template <stream_like First, stream_like... More>
auto concat(First&& first, More&&... more) {
  static_assert(detail::same_items<First, More...>,
                "leat::concat: the streams have different item types; map them to one first (a "
                "std::variant, say)");
  if constexpr (detail::same_items<First, More...>)
    return detail::passed_on<concat_operator>("concat", first, more...);
  else
    return refused{};
}

} // namespace leat
