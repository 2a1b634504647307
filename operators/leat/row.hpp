// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <utility>

namespace leat::detail {

template <std::size_t I, class T>
struct row_place {
  T value;
};

template <class Indices, class... Ts>
struct row_of;
template <std::size_t... I, class... Ts>
struct row_of<std::index_sequence<I...>, Ts...> : row_place<I, Ts>... {};

/// Values side by side, each found by its place. An aggregate, where `std::tuple` has constructors
/// that take the compiler a tenth of its time in a program of many runs.
template <class... Ts>
using row = row_of<std::index_sequence_for<Ts...>, Ts...>;

template <std::size_t I, class T>
constexpr T& at(row_place<I, T>& place) noexcept {
  return place.value;
}
template <std::size_t I, class T>
constexpr const T& at(const row_place<I, T>& place) noexcept {
  return place.value;
}

} // namespace leat::detail
