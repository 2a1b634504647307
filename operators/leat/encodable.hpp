// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/shape.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace leat {

/// How a T becomes bytes and is made from them again; <leat/codec.hpp> has the functions.
template <class T>
struct codec {
  using built_in = T; // tells this template from a specialisation
  static void encode(const T& x, byte_writer& out);
  static T decode(byte_reader& in);
};

namespace detail {

/// What a serialize function calls with the members of a value, to write them ...
class encoding_archive {
 public:
  explicit encoding_archive(byte_writer& out) : out_(out) {}
  template <class... Members>
  void operator()(const Members&... members) const;

 private:
  byte_writer& out_;
};

/// ... and to read them.
class decoding_archive {
 public:
  explicit decoding_archive(byte_reader& in) : in_(in) {}
  template <class... Members>
  void operator()(Members&... members) const;

 private:
  byte_reader& in_;
};

template <class T>
concept class_or_union = std::is_class_v<T> || std::is_union_v<T>;

/// A serialize function is found for T.
template <class T>
concept serializable = class_or_union<T> && requires(encoding_archive& to, T& x) {
  serialize(to, x);
};

/// A function can return it, so decode can.
template <class T>
concept can_be_result = std::move_constructible<T> && std::same_as<T, std::decay_t<T>>;

/// codec is specialised for T.
template <class T>
concept own_codec = can_be_result<T> && !requires {
  requires std::same_as<typename codec<T>::built_in, T>;
};

template <class T>
concept has_functions = requires(const T& x, byte_writer& out, byte_reader& in) {
  codec<T>::encode(x, out);
  { codec<T>::decode(in) } -> std::same_as<T>;
};

/// Shows what others own, as far as can be told: views, iterators, std::reference_wrapper.
template <class T>
concept shows_others = is_view<T> || std::input_or_output_iterator<T> || requires(const T& x) {
  typename T::type;
  { x.get() } -> std::same_as<typename T::type&>;
};

/// bool, or an enum made from it: not every byte is a value of it.
template <class T>
consteval bool is_boolean() {
  if constexpr (std::is_enum_v<T>)
    return std::same_as<std::underlying_type_t<T>, bool>;
  else
    return std::same_as<T, bool>;
}

template <class T>
consteval bool is_copied_whole();

template <class... Ts>
consteval bool all_copied_whole(type_list<Ts...>) {
  return (is_copied_whole<Ts>() && ...);
}

template <class T, std::size_t... I>
consteval type_list<element<I, T>...> list_elements(std::index_sequence<I...>) {
  return {};
}

template <class... Ts>
consteval type_list<std::remove_const_t<Ts>...>
list_alternatives(std::type_identity<std::variant<Ts...>>) {
  return {};
}

// NOLINTBEGIN(bugprone-branch-clone): a line for each kind of type
/// True if a T is its bytes, and all bytes make a T.
template <class T>
consteval bool is_copied_whole() {
  if constexpr (std::is_array_v<T>)
    return is_copied_whole<std::remove_cv_t<std::remove_all_extents_t<T>>>();
  else if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
    return !is_boolean<T>() && !own_codec<T>;
  else if constexpr (!class_or_union<T> || !can_be_result<T> || !std::is_trivially_copyable_v<T>)
    return false;
  else if constexpr (own_codec<T> || serializable<T> || shows_others<T>)
    return false;
  else if constexpr (optional_like<T> || variant_like<T>)
    return false;
  else if constexpr (fixed_array<T>)
    return is_copied_whole<std::remove_const_t<typename T::value_type>>();
  else if constexpr (tuple_like<T>)
    return all_copied_whole(list_elements<T>(elements_of<T>));
  else if constexpr (reflectable<T>)
    return all_copied_whole(member_types<T>{});
  else
    return true; // its members can't be seen
}
// NOLINTEND(bugprone-branch-clone)

template <class T>
concept copied_whole = is_copied_whole<T>();

template <class T>
concept map_like = requires {
  typename T::mapped_type;
};

/// What a container is filled with: its values, those of maps without const.
template <class T>
struct stored {
  using type = typename T::value_type;
};
template <map_like T>
struct stored<T> {
  using type = std::pair<typename T::key_type, typename T::mapped_type>;
};
template <class T>
using stored_t = typename stored<T>::type;

template <class T>
concept grows_at_end = requires(T& xs, stored_t<T> x) {
  xs.push_back(std::move(x));
};
template <class T>
concept grows_by_hint = requires(T& xs, stored_t<T> x) {
  xs.emplace_hint(xs.end(), std::move(x));
};
template <class T>
concept grows_at_front = requires(T& xs, stored_t<T> x) {
  xs.push_front(std::move(x));
  xs.reverse();
};
template <class T>
concept grows =
  std::default_initializable<T> &&(grows_at_end<T> || grows_by_hint<T> || grows_at_front<T>);

/// A class that was derived from a container may have members beside the elements, which would be
/// lost; so only what is made from a template counts, and is no aggregate.
template <class T>
concept nothing_but_elements = is_made_from_types<T> && !std::is_aggregate_v<T>;

template <class T>
inline constexpr bool is_owning_pointer = false;
template <class T>
inline constexpr bool is_owning_pointer<std::unique_ptr<T>> = true;
template <class T>
inline constexpr bool is_owning_pointer<std::shared_ptr<T>> = true;

/// An object of this type may be a part of a larger one, which would be lost.
template <class T>
concept base_class = std::is_polymorphic_v<T> && !std::is_final_v<T>;

template <class T, class... Seen>
consteval bool can_encode();

template <class... Seen, class... Ts>
consteval bool can_encode_all(type_list<Ts...>) {
  return (can_encode<Ts, Seen...>() && ...);
}

template <class Target, class... Seen>
consteval bool can_encode_target() {
  return !base_class<Target> && can_encode<std::remove_const_t<Target>, Seen...>();
}

template <class... Ts>
consteval bool has_array(type_list<Ts...>) {
  return (std::is_array_v<Ts> || ...);
}

// NOLINTBEGIN(bugprone-branch-clone): a line for each kind of type
/// The types in Seen contain T and are being asked already: it depends on their other parts.
template <class T, class... Seen>
consteval bool can_encode() {
  if constexpr ((std::same_as<T, Seen> || ...))
    return true;
  else if constexpr (std::is_array_v<T>)
    return can_encode<std::remove_cv_t<std::remove_all_extents_t<T>>, Seen...>();
  else if constexpr (!can_be_result<T>)
    return false;
  else if constexpr (own_codec<T>)
    return has_functions<T>;
  else if constexpr (serializable<T>)
    return std::default_initializable<T>;
  else if constexpr (is_boolean<T>() || copied_whole<T>)
    return true;
  else if constexpr (shows_others<T>)
    return false;
  else if constexpr (container<T>)
    return nothing_but_elements<T> && grows<T> && can_encode<stored_t<T>, T, Seen...>();
  else if constexpr (smart_pointer<T>)
    return is_owning_pointer<T> && can_encode_target<typename T::element_type, T, Seen...>();
  else if constexpr (optional_like<T>)
    return can_encode<std::remove_const_t<typename T::value_type>, T, Seen...>();
  else if constexpr (fixed_array<T>)
    return std::default_initializable<T> && can_encode<typename T::value_type, T, Seen...>();
  else if constexpr (variant_like<T>)
    return std::variant_size_v<T> < 256
      && can_encode_all<T, Seen...>(list_alternatives(std::type_identity<T>{}));
  else if constexpr (tuple_like<T>)
    return can_encode_all<T, Seen...>(list_elements<T>(elements_of<T>));
  else if constexpr (reflectable<T>)
    return can_encode_all<T, Seen...>(member_types<T>{})
      && (!has_array(member_types<T>{}) || std::default_initializable<T>);
  else
    return false;
}
// NOLINTEND(bugprone-branch-clone)

} // namespace detail

/// T has a codec: its own, or it is made of parts that have. See <leat/codec.hpp>.
template <class T>
concept encodable = !std::is_array_v<T> && detail::can_encode<T>();

} // namespace leat
