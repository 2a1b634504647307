// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/folding.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <optional>
#include <source_location>
#include <utility>

namespace leat {

template <class S, class F, class T>
struct scan_step {
  using input = T;
  using output = S;
  using state = S;
  S init;
  F f;

  [[nodiscard]] state initial() const { return init; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (next.attempt(item, [&] { fold_item<T>(f, s, std::forward<In>(item)); }))
      next.push(std::as_const(s));
  }
};

/// Without an initial value.
template <class F, class T>
struct running_step {
  using input = T;
  using output = T;
  using state = std::optional<T>;
  F f;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (next.attempt(item, [&] { fold_item<T>(f, s, std::forward<In>(item)); }))
      next.push(std::as_const(*s));
  }
};

template <class S, class F>
struct scan_recipe {
  static constexpr const char* kind = "scan";
  S init;
  F f;

  template <class T>
  static constexpr folding_fault fault = std::copy_constructible<S> ? fault_of_folding<F, S, T>()
                                                                    : folding_fault::not_copyable;
  template <class T>
  static void refuse() {
    refuse_folding<fault<T>>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return scan_step<S, F, T>{std::move(init), std::move(f)};
  }
};

template <class F>
struct running_recipe {
  static constexpr const char* kind = "scan";
  F f;

  template <class T>
  static constexpr folding_fault fault = std::copy_constructible<T> ? fault_of_folding<F, T, T>()
                                                                    : folding_fault::not_copyable;
  template <class T>
  static void refuse() {
    refuse_folding<fault<T>>();
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return running_step<F, T>{std::move(f)};
  }
};

/// The state after each item: `state = f(state, item)`, or `f(state, item)` that changes a `S&` and
/// gives nothing.
///
///     in              1   2   3|
///     scan(0, plus)
///     out             1   3   6|
///
/// The state has the type of `init`. When `f` throws, a state that is returned is as before, one
/// that is changed in place is as `f` left it; nothing is emitted.
///
/// Emits a copy of the state for each item, in order; on a keyed stream `keyed<K, S>` with the
/// state of the key. Completes when the input does. State: an S. Time: none. Origin: streamz
/// accumulate.
template <class S, class F>
[[nodiscard]] auto scan(S init, F f, std::source_location where = std::source_location::current()) {
  return spec(scan_recipe<S, F>{std::move(init), std::move(f)}, where);
}

/// The same without `init`: the first item is the state and goes out as it is.
template <class F>
[[nodiscard]] auto scan(F f, std::source_location where = std::source_location::current()) {
  return spec(running_recipe<F>{std::move(f)}, where);
}

} // namespace leat
