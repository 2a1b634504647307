// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>

#include <functional>
#include <span>
#include <string_view>
#include <type_traits>

namespace leat {

/// Types that refer to what others own.
template <class T>
inline constexpr bool is_view = false;
template <class C, class Traits>
inline constexpr bool is_view<std::basic_string_view<C, Traits>> = true;
template <class T, std::size_t N>
inline constexpr bool is_view<std::span<T, N>> = true;
template <class T>
inline constexpr bool is_view<std::reference_wrapper<T>> = true;

/// Whether what F gives for a T can travel on, as a decayed value.
enum class travel { fits,
                    not_callable,
                    nothing,
                    view };

template <class F, class T, class... Front>
consteval travel travel_of_result() {
  if constexpr (!takes_item<F, T, Front...>)
    return travel::not_callable;
  else {
    using result = result_of_item<F, T, Front...>;
    if constexpr (!item<std::decay_t<result>>)
      return travel::nothing;
    else if constexpr (is_view<std::decay_t<result>> && !is_view<T>)
      return travel::view;
    else
      return travel::fits;
  }
}

} // namespace leat
