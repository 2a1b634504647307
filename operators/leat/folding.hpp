// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

namespace leat {

enum class folding_fault {
  fits,
  not_callable,
  other_type,
  not_copyable,
  view, // of an item that is gone when the state is used again
};

/// Whether F folds items of type T into a state of type S: `f(S, item) -> S` or `f(S&, item) ->
/// void`.
template <class F, class S, class T>
consteval folding_fault fault_of_folding() {
  constexpr bool of_program = requires(const S& s) { s.get(); }; // std::ref
  if constexpr (detail::is_view<S> && !detail::is_view<T> && !of_program)
    return folding_fault::view;
  else if constexpr (takes_item<F, T, S&>) {
    using result = result_of_item<F, T, S&>;
    if constexpr (!std::is_void_v<result>)
      return std::same_as<std::decay_t<result>, S> ? folding_fault::fits
                                                   : folding_fault::other_type;
    else if constexpr (detail::has_signature<F>) // then asking instantiates nothing
      return takes_item<F, T, const S&> ? folding_fault::other_type : folding_fault::fits;
    else
      return folding_fault::fits;
  } else if constexpr (takes_item<F, T, S&&>) {
    return std::same_as<std::decay_t<result_of_item<F, T, S&&>>, S> ? folding_fault::fits
                                                                    : folding_fault::other_type;
  } else {
    return folding_fault::not_callable;
  }
}

template <folding_fault Fault>
void refuse_folding() {
  static_assert(Fault != folding_fault::not_callable,
                "leat::scan/fold: the function can't be called with the state and the stream's "
                "item, nor with the state and the item's parts");
  static_assert(Fault != folding_fault::other_type,
                "leat::scan/fold: the state has the type of the initial value, and the function "
                "gives another type; write the initial value in the type you mean, as in "
                "fold(0.0, f), or take the state as S& and give void");
  static_assert(Fault != folding_fault::view,
                "leat::scan/fold: the state is a view (string_view, span), and the items are gone "
                "when it is used again; begin with an owner such as "
                "std::string");
  static_assert(Fault != folding_fault::not_copyable,
                "leat::scan: the state goes out after each item, so it must be copyable; use "
                "fold, or a state that shares what can't be copied");
}

/// Folds one item into the state. If `f` throws, a state that it returns is as before. (A state
/// that can't be copied is moved into `f`, and gone with it.)
template <class T, class F, class S, class In>
void fold_item(F& f, S& state, In&& item) {
  if constexpr (!takes_item<F, T, S&>)
    state = call_with_item<T>(f, std::forward<In>(item), std::move(state));
  else if constexpr (std::is_void_v<result_of_item<F, T, S&>>)
    call_with_item<T>(f, std::forward<In>(item), state);
  else
    state = call_with_item<T>(f, std::forward<In>(item), state);
}

/// The same without an initial value: the first item is the state.
template <class T, class F, class In>
void fold_item(F& f, std::optional<T>& state, In&& item) {
  if (state)
    fold_item<T>(f, *state, std::forward<In>(item));
  else
    state.emplace(std::forward<In>(item));
}

} // namespace leat
