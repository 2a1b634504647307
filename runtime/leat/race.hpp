// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/race_operator.hpp>

namespace leat {

/// The stream that speaks first, of several of one type.
///
///     a            1       2   3|
///     b                4       5  |
///     race(a, b)
///     out          1       2   3|
///
/// Emits each item of the winner. The others are cancelled as soon as its first item is there, and
/// their items dropped; a stream that ends without an item is out of the race. Completes when the
/// winner does, or when all have ended without an item. State: who won. Time: none. Keyed streams
/// stay keyed. Items need be movable only. Origin: Rx amb.
template <stream_like First, stream_like... More>
auto race(First&& first, More&&... more) {
  static_assert(detail::same_items<First, More...>,
                "leat::race: the streams have different item types; map them to one first (a "
                "std::variant, say)");
  if constexpr (detail::same_items<First, More...>)
    return detail::passed_on<race_operator>("race", first, more...);
  else
    return refused{};
}

} // namespace leat
