// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/key_function.hpp>
#include <leat/keyed.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <utility>

namespace leat {

template <class F, class T>
struct key_by_step : stateless_step<T, keyed<key_given_by<F, T>, T>> {
  F f;
  explicit key_by_step(F f) : f(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    if (auto key = next.attempt(item, [&] { return key_of<T>(f, item); }))
      next.push(keyed<key_given_by<F, T>, T>{std::move(*key), std::forward<In>(item)});
  }
};

/// Gives items of a keyed stream another key.
template <class F, class K, class T>
struct key_again_step : stateless_step<keyed<K, T>, keyed<key_given_by<F, T>, T>> {
  key_by_step<F, T> step;
  explicit key_again_step(F f) : step(std::move(f)) {}

  template <class In, class Next>
  void on_item(stateless& s, In&& item, Next& next) {
    step.on_item(s, std::forward<In>(item).value, next);
  }
};

template <class F>
struct key_by_recipe {
  static constexpr const char* kind = "key_by";
  static constexpr bool makes_keys = true;
  F f;

  template <class T>
  static constexpr key_fault fault = fault_of_key<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != key_fault::not_callable,
                  "leat::key_by: the function can't be called with the stream's item, nor with "
                  "its parts (items come as const T&)");
    static_assert(fault<T> != key_fault::not_hashable,
                  "leat::key_by: a key must be copyable, have == and a std::hash");
    static_assert(fault<T> != key_fault::view,
                  "leat::key_by: the key is a view (string_view, span, "
                  "reference_wrapper) of an item that is gone by then; give an owner such as "
                  "std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return key_by_step<F, T>(std::move(f));
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return key_again_step<F, K, T>(std::move(f));
  }
};

/// A keyed stream: operators behind it work on each key apart, and `.parallel(n)` spreads the keys
/// over n instances. Its functions see the items as before; what travels is `keyed<K, T>{f(item),
/// item}`.
///
///     in                 1       2       3|
///     key_by(x is odd)
///     out                true:1  false:2 true:3|
///
/// A key is copyable, has == and a std::hash, or is made of such (pair, tuple, array, optional,
/// variant, enum). A stream that has keys gets new ones.
///
/// An operator behind it that has a state keeps one for each key that has come, until the end: its
/// memory grows with the number of keys, without bound if they have none. Those that only hold
/// items (`partition`, `timed_window`, `debounce`, `rate_limit` …) forget a key that holds none any
/// more. The history and `.expire_after` of `unique` bound what is kept for a key, not the keys;
/// without keys in the stream, `unique(f, history)` is bounded as a whole.
///
/// Emits one item for each that comes, in order. Completes when the input does. State: none. Time:
/// none. Origin: Flink.
template <class F>
[[nodiscard]] auto key_by(F f, std::source_location where = std::source_location::current()) {
  return spec(key_by_recipe<F>{std::move(f)}, where);
}

} // namespace leat
