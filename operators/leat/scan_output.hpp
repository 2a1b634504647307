// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/spec.hpp>
#include <leat/travel.hpp>

#include <concepts>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

template <class S, class F, class T>
struct scan_output_step {
  using input = T;
  using output = std::decay_t<result_of_item<F, T, S&>>;
  using state = S;
  S init;
  F f;

  [[nodiscard]] state initial() const requires std::copy_constructible<S> { return init; }
  [[nodiscard]] state initial() { return std::move(init); }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (auto result = next.attempt(item, [&]() -> decltype(auto) {
          return call_with_item<T>(f, std::forward<In>(item), s);
        }))
      next.push(std::move(*result));
  }
};

template <class S, class F>
struct scan_output_recipe {
  static constexpr const char* kind = "scan_output";
  S init;
  F f;

  enum class wrong {
    nothing,
    not_callable,
    fixed_state,
    no_output,
    view,
  };
  template <class T>
  static consteval wrong find_fault() {
    constexpr travel result = travel_of_result<F, T, S&>();
    if constexpr (result == travel::not_callable)
      return wrong::not_callable;
    else if constexpr (detail::has_signature<F>) { // then asking instantiates nothing
      if constexpr (takes_item<F, T, const S&>)
        return wrong::fixed_state;
    }
    if constexpr (result == travel::nothing)
      return wrong::no_output;
    else
      return result == travel::view ? wrong::view : wrong::nothing;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_callable,
                  "leat::scan_output: the function can't be called with the state (as S&) and the "
                  "stream's item, nor with the state and the item's parts");
    static_assert(fault<T> != wrong::fixed_state,
                  "leat::scan_output: the function can't change the state; take it as S&, of the "
                  "initial value's type");
    static_assert(fault<T> != wrong::no_output,
                  "leat::scan_output: the function gives nothing that can travel (void, a "
                  "reference or an immovable type); for the state itself use scan");
    static_assert(fault<T> != wrong::view,
                  "leat::scan_output: the function gives a view (string_view, span, "
                  "reference_wrapper) of the item or the state, which do not wait for it; give an "
                  "owner such as std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return scan_output_step<S, F, T>{std::move(init), std::move(f)};
  }
};

/// Gives `f(state, item)` for each item; `f` takes the state as `S&` and changes it.
///
///     in                                 1   2   3|
///     scan_output(0, x + last, last=x)
///     out                                1   3   5|
///
/// The state has the type of `init`. When `f` throws, it is as `f` left it; nothing is emitted.
///
/// Emits one item for each that comes, in order; on a keyed stream `keyed<K, U>`, and each key has
/// a state. Completes when the input does. State: an S. Time: none. Origin: streamz accumulate with
/// returns_state.
template <class S, class F>
[[nodiscard]] auto scan_output(S init, F f,
                               std::source_location where = std::source_location::current()) {
  return spec(scan_output_recipe<S, F>{std::move(init), std::move(f)}, where);
}

} // namespace leat
