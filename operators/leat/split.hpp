// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/context.hpp>
#include <leat/predicate.hpp>
#include <leat/spec.hpp>
#include <leat/split_operator.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F>
struct split_recipe {
  static constexpr const char* kind = "split";
  static constexpr bool passes_items = true;
  F f;

  template <class T>
  static constexpr predicate_fault fault = fault_of_predicate<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != predicate_fault::not_callable,
                  "leat::split: the predicate can't be called with the stream's item, nor with "
                  "its parts (items come as const T&)");
    static_assert(fault<T> != predicate_fault::no_bool,
                  "leat::split: the predicate must give a bool; for more than two streams write "
                  "split_by(n, f)");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return split_maker<first_if<F>, T, T, outputs<T, T>>{{std::move(f)}};
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    using both = outputs<keyed<K, T>, keyed<K, T>>;
    return split_maker<first_if<F>, keyed<K, T>, T, both>{{std::move(f)}};
  }
};

/// Two streams: items for which `p` is true, and the others. `auto [yes, no] = s | split(p);`
///
///     in                1   2   3   4|
///     split(x is odd)
///     yes               1       3   |
///     no                    2       4|
///
/// Emits each item once, as it came; each stream is in order. Completes when the input does, or
/// when nobody listens to either stream; what goes to one that nobody listens to is dropped. State:
/// none. A stream whose reader is slow slows the other. Time: none. On a keyed stream both are
/// keyed. Items need be movable only. If `p` throws, the policy decides. Origin: Pekko Partition.
template <class F>
[[nodiscard]] auto split(F p, std::source_location where = std::source_location::current()) {
  return spec(split_recipe<F>{std::move(p)}, where);
}

} // namespace leat
