// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/split_operator.hpp>

#include <concepts>
#include <cstddef>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace leat {

template <class F>
struct split_by_recipe {
  static constexpr const char* kind = "split_by";
  static constexpr bool passes_items = true;
  std::size_t n;
  F f;

  enum class wrong { nothing,
                     not_callable,
                     no_number };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (!looks_at_item<F, T>)
      return wrong::not_callable;
    else if constexpr (!std::integral<std::decay_t<result_of_item<F, T>>>)
      return wrong::no_number;
    else
      return wrong::nothing;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::split_by: the function can't be called with the stream's item, nor with "
                  "its parts (items come as const T&)");
    static_assert(fault<T> != wrong::no_number,
                  "leat::split_by: the function must give a whole number, the place of the item's "
                  "stream");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return split_maker<to_number<F>, T, T, T>{{std::move(f), n}};
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return split_maker<to_number<F>, keyed<K, T>, T, keyed<K, T>>{{std::move(f), n}};
  }
};

/// A `std::vector` of `n` streams: `f(item)` is the place of the one that an item goes to, from 0.
///
///     in                   1   2   3   4|
///     split_by(3, x % 3)
///     [0]                          3   |
///     [1]                  1           4|
///     [2]                      2       |
///
/// Emits each item once, as it came; each stream is in order. Completes when the input does, or
/// when nobody listens to any of them; what goes to one that nobody listens to is dropped. State:
/// none. A stream whose reader is slow slows the others. Time: none. On a keyed stream they are
/// keyed. Items need be movable only. If `f` throws, or gives no place of a stream
/// (`std::out_of_range`), the policy decides.
///
/// Throws `std::invalid_argument` if `n` is 0. Origin: Pekko Partition.
template <class F>
[[nodiscard]] auto split_by(std::size_t n, F f,
                            std::source_location where = std::source_location::current()) {
  if (n == 0)
    throw std::invalid_argument("leat::split_by: no streams to split into; n must be at least 1");
  return spec(split_by_recipe<F>{n, std::move(f)}, where);
}

} // namespace leat
