// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/keyed.hpp>
#include <leat/shape.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class T>
inline constexpr bool holds_itself = std::is_same_v<typename T::value_type, T>;

template <class T>
consteval bool can_be_copied();

template <class T, std::size_t... I>
consteval bool parts_can_be_copied(std::index_sequence<I...>) {
  return (can_be_copied<element<I, T>>() && ...);
}

template <class T>
consteval bool can_be_copied() {
  if constexpr (!std::copy_constructible<T>)
    return false;
  else if constexpr (is_keyed<T>)
    return can_be_copied<typename T::key_type>() && can_be_copied<typename T::value_type>();
  else if constexpr (optional_like<T>)
    return can_be_copied<typename T::value_type>();
  else if constexpr (tuple_like<T>)
    return parts_can_be_copied<T>(elements_of<T>);
  else if constexpr (container<T>)
    return holds_itself<T> || can_be_copied<typename T::value_type>();
  else
    return true;
}

} // namespace detail

/// Items that can be copied. `std::copy_constructible` says so of a vector of what can't be copied,
/// too; this looks into containers, pairs, tuples and optionals. (A class with such a member must
/// delete its copy constructor.)
template <class T>
concept copyable_item = detail::can_be_copied<T>();

} // namespace leat
