// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// An item and the key it belongs to. A function that does not take the whole gets `(key, value)`.
template <class K, class T>
struct keyed {
  using key_type = K;
  using value_type = T;

  K key;
  T value;

  friend bool operator==(const keyed&, const keyed&) = default;
};

template <std::size_t I, class K, class T>
decltype(auto) get(const keyed<K, T>& k) {
  if constexpr (I == 0)
    return (k.key);
  else
    return (k.value);
}
template <std::size_t I, class K, class T>
decltype(auto) get(keyed<K, T>& k) {
  if constexpr (I == 0)
    return (k.key);
  else
    return (k.value);
}
template <std::size_t I, class K, class T>
decltype(auto) get(keyed<K, T>&& k) {
  if constexpr (I == 0)
    return std::move(k.key);
  else
    return std::move(k.value);
}

template <class T>
inline constexpr bool is_keyed = false;
template <class K, class T>
inline constexpr bool is_keyed<keyed<K, T>> = true;

/// Keys fall into this many groups by their hash; a group is the unit in which keys move between
/// instances.
inline constexpr std::uint64_t key_groups = 4096;

/// Which of n instances a key belongs to: the same in every process and build.
inline std::size_t instance_of_key(std::uint64_t hash, std::size_t n) {
  return static_cast<std::size_t>((hash >> 32) % key_groups * n / key_groups);
}

} // namespace leat

/// @cond the standard's
template <class K, class T>
struct std::tuple_size<leat::keyed<K, T>> : std::integral_constant<std::size_t, 2> {};
template <class K, class T>
struct std::tuple_element<0, leat::keyed<K, T>> {
  using type = K;
};
template <class K, class T>
struct std::tuple_element<1, leat::keyed<K, T>> {
  using type = T;
};
/// @endcond
