// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/hash.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace leat {

/// The key that F gives for an item of type T.
template <class F, class T>
using key_given_by = std::decay_t<result_of_item<F, T>>;

enum class key_fault {
  fits,
  not_callable,
  not_hashable,
  view, // of an item that is gone when the key is looked at again
};

template <class F, class T>
consteval key_fault fault_of_key() {
  if constexpr (!looks_at_item<F, T>)
    return key_fault::not_callable;
  else if constexpr (!hashable_key<key_given_by<F, T>>)
    return key_fault::not_hashable;
  else if constexpr (detail::is_view<key_given_by<F, T>> && !detail::is_view<T>)
    return key_fault::view;
  else
    return key_fault::fits;
}

/// The key of an item that is only looked at.
template <class T, class F>
key_given_by<F, T> key_of(F& f, const T& item) {
  return call_with_item<T>(f, item);
}

} // namespace leat
