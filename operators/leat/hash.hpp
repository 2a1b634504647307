// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/shape.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace leat {

template <class K>
std::uint64_t hash_key(const K& key) noexcept;

namespace detail {

/// Spreads every bit over all others: D. Stafford's Mix13, as in splitmix64 (Steele et al. 2014).
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// The hash of a sequence that has the first hash and goes on with the second.
constexpr std::uint64_t mix(std::uint64_t first, std::uint64_t second) noexcept {
  return mix(first * 0xd6e8feb86659fd93 + second);
}

/// Eight bytes at a time in the manner of FNV-1a, with a shift to bring high bits down. The last
/// eight may overlap those before.
inline std::uint64_t hash_text(std::string_view text) noexcept {
  constexpr std::uint64_t factor = 0x9fb21c651e98df25;
  std::uint64_t hash = text.size() * factor;
  const auto add = [&](const char* at, std::size_t n) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, n);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 32;
  };
  if (text.size() >= 8) {
    for (std::size_t i = 0; i + 8 < text.size(); i += 8)
      add(text.data() + i, 8);
    add(text.data() + text.size() - 8, 8);
  } else if (!text.empty()) {
    add(text.data(), text.size());
  }
  return mix(hash);
}

template <class K>
inline constexpr bool is_text = false;
template <class Allocator>
inline constexpr bool is_text<std::basic_string<char, std::char_traits<char>, Allocator>> = true;
template <>
inline constexpr bool is_text<std::string_view> = true;

/// A duration of <chrono>; a time_point has one.
template <class K>
concept duration_key = requires(const K& k) {
  typename K::rep;
  typename K::period;
  { k.count() } -> std::same_as<typename K::rep>;
};
template <class K>
concept time_point_key = requires(const K& k) {
  typename K::clock;
  { k.time_since_epoch() } -> duration_key;
};

template <class K>
concept pair_or_tuple = is_made_from<K, std::pair> || is_made_from<K, std::tuple>;

/// The index counts, and the value at it; std::visit would have to be able to throw.
template <class K, std::size_t... I>
std::uint64_t hash_variant(const K& key, std::index_sequence<I...>) noexcept {
  std::uint64_t hash = mix(0);
  const auto look_at = [&](std::size_t index, const auto* x) {
    if (x != nullptr)
      hash = mix(index + 1, hash_key(*x));
  };
  (look_at(I, std::get_if<I>(&key)), ...);
  return hash;
}

/// Addresses differ from process to process, so pointers are no keys.
template <class K>
concept address = std::is_pointer_v<K> || std::is_member_pointer_v<K> || std::is_null_pointer_v<K>;
template <class K>
concept address_in_a_class = requires(const K& k) {
  typename K::element_type;
  k.get();
};

template <class K>
concept single = std::is_arithmetic_v<K> || std::is_enum_v<K> || std::same_as<K, std::monostate>;

template <class K>
consteval bool can_hash();

template <template <class...> class List, class... Ts>
consteval bool can_hash_all(std::type_identity<List<Ts...>>) {
  return (can_hash<std::remove_const_t<Ts>>() && ...);
}

template <class K>
consteval bool can_hash() {
  if constexpr (address<K> || address_in_a_class<K>)
    return false;
  else if constexpr (single<K> || is_text<K>)
    return true;
  else if constexpr (duration_key<K>)
    return can_hash<typename K::rep>();
  else if constexpr (time_point_key<K>)
    return can_hash<typename K::duration>();
  else if constexpr (optional_like<K> || fixed_array<K>)
    return can_hash<std::remove_const_t<typename K::value_type>>();
  else if constexpr (variant_like<K> || pair_or_tuple<K>)
    return can_hash_all(std::type_identity<K>{});
  else
    return requires(const K& k) {
      { std::hash<K>{}(k) } -> std::convertible_to<std::size_t>;
    };
}

} // namespace detail

/// What a stream can be keyed by: can be copied, has ==, and is a number, an enum, a string, a
/// duration or time point, has a std::hash, or is a pair, tuple, array, optional or variant of
/// such. Pointers are refused, since an address means nothing to another process.
template <class K>
concept hashable_key = std::copyable<K> && std::equality_comparable<K> && detail::can_hash<K>();

/// The hash that says where a key belongs: well mixed in all its bits, and the same in every
/// process and build, except that a class with a std::hash of its own is as good as that. Equal
/// keys have equal hashes, so do equal integers of different types, and strings and string_views;
/// 0.0 and -0.0 are equal. A std::hash that throws ends the program.
template <class K>
std::uint64_t hash_key(const K& key) noexcept {
  static_assert(detail::can_hash<K>(),
                "leat::hash_key: the key needs a std::hash, or to be made of such that have one");
  if constexpr (std::same_as<K, char>) {
    return detail::mix(static_cast<unsigned char>(key)); // char is signed on some machines only
  } else if constexpr (std::is_integral_v<K>) {
    return detail::mix(static_cast<std::uint64_t>(key));
  } else if constexpr (std::is_enum_v<K>) {
    return hash_key(static_cast<std::underlying_type_t<K>>(key));
  } else if constexpr (std::is_floating_point_v<K>) {
    return detail::mix(std::bit_cast<std::uint64_t>(key == K{0} ? 0.0 : static_cast<double>(key)));
  } else if constexpr (detail::is_text<K>) {
    return detail::hash_text(key);
  } else if constexpr (std::same_as<K, std::monostate>) {
    return detail::mix(0);
  } else if constexpr (detail::duration_key<K>) {
    return hash_key(key.count());
  } else if constexpr (detail::time_point_key<K>) {
    return hash_key(key.time_since_epoch());
  } else if constexpr (detail::optional_like<K>) {
    return key ? detail::mix(1, hash_key(*key)) : detail::mix(0);
  } else if constexpr (detail::variant_like<K>) {
    return detail::hash_variant(key, std::make_index_sequence<std::variant_size_v<K>>{});
  } else if constexpr (detail::fixed_array<K>) {
    std::uint64_t hash = 0;
    for (const auto& x : key)
      hash = detail::mix(hash, hash_key(x));
    return hash;
  } else if constexpr (detail::pair_or_tuple<K>) {
    std::uint64_t hash = 0;
    std::apply([&](const auto&... xs) { ((hash = detail::mix(hash, hash_key(xs))), ...); }, key);
    return hash;
  } else {
    return detail::mix(std::hash<K>{}(key));
  }
}

/// hash_key for unordered containers; with std::equal_to<> they find a string by a string_view.
struct key_hash {
  using is_transparent = void;
  template <class K>
  std::size_t operator()(const K& key) const noexcept {
    return static_cast<std::size_t>(hash_key(key));
  }
};

} // namespace leat
