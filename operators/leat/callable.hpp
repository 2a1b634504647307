// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/keyed.hpp>
#include <leat/shape.hpp>

#include <array>
#include <concepts>
#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// Makes a function get the parts of an item even where it would take the whole.
template <class F>
struct unpacked {
  F f;
};
template <class F>
[[nodiscard]] unpacked<std::decay_t<F>> unpack(F&& f) {
  return {std::forward<F>(f)};
}

namespace detail {

template <class... Ts>
struct types {};

/// The parameters of a function that has one signature; none are known of generic and overloaded
/// ones.
template <class F>
struct signature {};
template <class R, class... Ps>
struct signature<R (*)(Ps...)> {
  using parameters = types<Ps...>;
};
template <class R, class... Ps>
struct signature<R (*)(Ps...) noexcept> : signature<R (*)(Ps...)> {};

template <class M>
struct call_operator {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...)> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...) const> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...)&> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...) const&> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...) noexcept> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...) const noexcept> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...)& noexcept> : signature<R (*)(Ps...)> {};
template <class R, class C, class... Ps>
struct call_operator<R (C::*)(Ps...) const& noexcept> : signature<R (*)(Ps...)> {};
template <class F>
requires requires { &F::operator(); }
struct signature<F> : call_operator<decltype(&F::operator())> {};

template <class F>
concept has_signature = requires {
  typename signature<F>::parameters;
};

template <class P>
inline constexpr bool takes_own =
  std::is_rvalue_reference_v<P> || (!std::is_reference_v<P> && !is_view<std::remove_cv_t<P>>);

/// True if one of the parameters behind the first `Fronts` takes a value of its own.
template <std::size_t Fronts, class... Ps>
consteval bool any_takes_own(types<Ps...>) {
  const bool own[] = {takes_own<Ps>..., false};
  for (std::size_t i = Fronts; i < sizeof...(Ps); ++i)
    if (own[i])
      return true;
  return false;
}
template <class F, std::size_t Fronts>
consteval bool wants_own() {
  if constexpr (has_signature<F>)
    return any_takes_own<Fronts>(typename signature<F>::parameters{});
  else
    return false;
}

/// How a function gets an item.
enum class passing {
  none,
  whole,
  whole_own,
  parts,
  parts_own,
};

template <bool Own, class F, class T, class Indices, class... Front>
inline constexpr bool takes_parts = false;
template <class F, class T, std::size_t... I, class... Front>
inline constexpr bool takes_parts<false, F, T, std::index_sequence<I...>, Front...> =
  std::is_invocable_v<F&, Front..., const std::tuple_element_t<I, T>&...>;
template <class F, class T, std::size_t... I, class... Front>
inline constexpr bool takes_parts<true, F, T, std::index_sequence<I...>, Front...> =
  std::is_invocable_v<F&, Front..., std::tuple_element_t<I, T>&&...>;

template <class F, class T, class... Front>
consteval passing choose_parts() {
  if constexpr (tuple_like<T>) {
    using indices = std::make_index_sequence<std::tuple_size_v<T>>;
    if constexpr (wants_own<F, sizeof...(Front)>()) {
      if constexpr (takes_parts<true, F, T, indices, Front...>)
        return passing::parts_own;
      else
        return takes_parts<false, F, T, indices, Front...> ? passing::parts : passing::none;
    } else {
      if constexpr (takes_parts<false, F, T, indices, Front...>)
        return passing::parts;
      else
        return takes_parts<true, F, T, indices, Front...> ? passing::parts_own : passing::none;
    }
  }
  return passing::none;
}

// Each question is asked only if the ones before were answered with no: it instantiates bodies of
// generic functions.
template <class F, class T, class... Front>
consteval passing choose_passing() {
  if constexpr (wants_own<F, sizeof...(Front)>()) {
    if constexpr (std::is_invocable_v<F&, Front..., T&&>)
      return passing::whole_own;
    else if constexpr (std::is_invocable_v<F&, Front..., const T&>)
      return passing::whole;
    else
      return choose_parts<F, T, Front...>();
  } else {
    if constexpr (std::is_invocable_v<F&, Front..., const T&>)
      return passing::whole;
    else if constexpr (std::is_invocable_v<F&, Front..., T&&>)
      return passing::whole_own;
    else
      return choose_parts<F, T, Front...>();
  }
}

template <class F, class T, class... Front>
struct passing_of {
  static constexpr passing value = choose_passing<F, T, Front...>();
};
template <class F, class T, class... Front>
struct passing_of<unpacked<F>, T, Front...> {
  static constexpr passing value = choose_parts<F, T, Front...>();
};

template <class F, class T, class Indices>
inline constexpr bool changes_parts = false;
template <class F, class T, std::size_t... I>
inline constexpr bool changes_parts<F, T, std::index_sequence<I...>> =
  std::is_invocable_v<F&, std::tuple_element_t<I, T>&...>;

template <class F, class T>
struct change {
  static consteval passing of_parts() {
    if constexpr (tuple_like<T>)
      if (changes_parts<F, T, std::make_index_sequence<std::tuple_size_v<T>>>)
        return passing::parts;
    return passing::none;
  }
  static consteval passing choose() {
    if constexpr (std::is_invocable_v<F&, T&>)
      return passing::whole;
    else
      return of_parts();
  }
};
template <class F, class T>
struct change<unpacked<F>, T> {
  static consteval passing choose() { return change<F, T>::of_parts(); }
};
template <class F, class T>
consteval passing choose_change() {
  return change<F, T>::choose();
}

template <class F>
F& function_of(F& f) {
  return f;
}
template <class F>
F& function_of(unpacked<F>& f) {
  return f.f;
}

template <class F, class Whole, class... Front>
decltype(auto) call_with_parts(F& f, Whole&& whole, Front&&... front) {
  const auto call = [&]<std::size_t... I>(std::index_sequence<I...>)->decltype(auto) {
    using std::get;
    return std::invoke(f, std::forward<Front>(front)..., get<I>(std::forward<Whole>(whole))...);
  };
  return call(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<Whole>>>{});
}

} // namespace detail

/// How `F` gets an item of type T behind the arguments `Front`: the whole if it takes it, else its
/// parts (pair, tuple, keyed; one level). It gets `T&&`, an item of its own, if its one signature
/// has a by-value or `&&` parameter (that is no view) or it does not take `const T&`; else `const
/// T&`. Decided by types alone, in this order.
template <class F, class T, class... Front>
inline constexpr detail::passing passing_of = detail::passing_of<F, T, Front...>::value;

template <class F, class T, class... Front>
concept takes_item = (passing_of<F, T, Front...> != detail::passing::none);

/// True if F needs an item of its own.
template <class F, class T, class... Front>
inline constexpr bool takes_own_item = passing_of<F, T, Front...> == detail::passing::whole_own
  || passing_of<F, T, Front...> == detail::passing::parts_own;

namespace detail {
template <class F, class T, class... Front>
concept can_lend = copyable_item<T> || !takes_own_item<F, T, Front...>;

template <class T>
concept plain_object = std::is_object_v<T> && !std::is_array_v<T> && !std::is_const_v<T>;
} // namespace detail

/// F can be called with an item that goes on afterwards: it is lent, or copied where F takes one of
/// its own.
template <class F, class T, class... Front>
concept looks_at_item = takes_item<F, T, Front...> && detail::can_lend<F, T, Front...>;

/// F can change a T in place: as the whole, `f(T&)`, or its parts.
template <class F, class T>
concept changes_item = (detail::choose_change<F, T>() != detail::passing::none);

/// Calls `f` with an item that it changes in place.
template <class F, class T>
void change_item(F& f, T& item) {
  auto& function = detail::function_of(f);
  if constexpr (detail::choose_change<F, T>() == detail::passing::whole)
    static_cast<void>(std::invoke(function, item));
  else
    static_cast<void>(detail::call_with_parts(function, item));
}

/// Calls `f` with the item. An rvalue is moved from where the function takes an item of its own;
/// else a copy is made.
template <class T, class F, class Item, class... Front>
decltype(auto) call_with_item(F& f, Item&& item, Front&&... front) {
  constexpr auto how = passing_of<F, T, Front...>;
  static_assert(std::is_same_v<std::remove_cvref_t<Item>, T>);
  auto& function = detail::function_of(f);
  if constexpr (how == detail::passing::whole)
    return std::invoke(function, std::forward<Front>(front)..., std::as_const(item));
  else if constexpr (how == detail::passing::parts)
    return detail::call_with_parts(function, std::as_const(item), std::forward<Front>(front)...);
  else if constexpr (std::is_lvalue_reference_v<Item>)
    return [&] { // a value, since what the copy holds is gone by then
      T own(item);
      if constexpr (how == detail::passing::whole_own)
        return std::invoke(function, std::forward<Front>(front)..., std::move(own));
      else
        return detail::call_with_parts(function, std::move(own), std::forward<Front>(front)...);
    }();
  else if constexpr (how == detail::passing::whole_own)
    return std::invoke(function, std::forward<Front>(front)..., std::forward<Item>(item));
  else
    return detail::call_with_parts(function, std::forward<Item>(item),
                                   std::forward<Front>(front)...);
}

/// What `F` gives for an item of type T.
template <class F, class T, class... Front>
using result_of_item =
  decltype(call_with_item<T>(std::declval<F&>(), std::declval<T&&>(), std::declval<Front>()...));

/// What can travel on an edge: a movable object type without const.
template <class T>
concept item = detail::plain_object<T> && std::move_constructible<T>;

} // namespace leat
