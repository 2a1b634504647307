// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/codec_parts.hpp>
#include <leat/encodable.hpp>
#include <leat/shape.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

/// How items become bytes: between processes, on disk and in snapshots. Little-endian; the layout
/// belongs to one build of a program and is no format for files that last.
///
/// Out of the box: numbers, enums, chrono types and other trivially copyable types, copied whole;
/// containers and strings, pairs, tuples, arrays, optionals, variants; unique_ptr and shared_ptr
/// (null or a value: what was shared is a copy for each afterwards); aggregates of up to 24 members
/// of such.
///
/// Refused, where it can be seen: raw pointers, views, iterators, pointers to base classes,
/// functions. The members of a trivially copyable class with private members, of a union and of a
/// larger aggregate can't be seen: they are copied as they are.
///
/// Others get a function that is found by argument-dependent lookup and is called both to write and
/// to read (it changes nothing when it writes; to be read, a class must be default-initialisable):
///
///     template <class Archive>
///     void serialize(Archive& ar, account& x) { ar(x.owner, x.balance); }
///
/// or a specialisation of leat::codec with encode and decode. decode throws codec_error for an
/// encoding that is cut off or broken. Memory grows with what has been read, never with what is
/// announced. Containers, pointers and serialize functions nest at most 64 deep; deeper throws
/// codec_error in both directions.
namespace leat {

template <class T>
void codec<T>::encode(const T& x, byte_writer& out) {
  static_assert(encodable<T>,
                "leat::codec: T has no codec; give it a serialize function, or specialise "
                "leat::codec (see <leat/codec.hpp>)");
  if constexpr (detail::serializable<T>) {
    const auto level = out.enter();
    detail::encoding_archive archive(out);
    serialize(archive, const_cast<T&>(x)); // one function for both directions
  } else if constexpr (detail::is_boolean<T>()) {
    out.write<std::uint8_t>(static_cast<bool>(x) ? 1 : 0);
  } else if constexpr (detail::copied_whole<T>) {
    out.write(&x, sizeof(T));
  } else if constexpr (detail::container<T>) {
    detail::encode_container(x, out);
  } else if constexpr (detail::smart_pointer<T>) {
    const auto level = out.enter();
    out.write<std::uint8_t>(x ? 1 : 0);
    if (x)
      codec<std::remove_const_t<typename T::element_type>>::encode(*x, out);
  } else if constexpr (detail::optional_like<T>) {
    out.write<std::uint8_t>(x ? 1 : 0);
    if (x)
      codec<std::remove_const_t<typename T::value_type>>::encode(*x, out);
  } else if constexpr (detail::variant_like<T>) {
    if (x.valueless_by_exception())
      throw codec_error(
        "leat::codec: a variant without a value (an exception took it) has no encoding");
    out.write(static_cast<std::uint8_t>(x.index()));
    std::visit(detail::encoding_archive(out), x);
  } else if constexpr (detail::fixed_array<T>) {
    for (const auto& part : x)
      codec<typename T::value_type>::encode(part, out);
  } else if constexpr (detail::tuple_like<T>) {
    const detail::encoding_archive archive(out);
    const auto encode = [&]<std::size_t... I>(std::index_sequence<I...>) {
      archive(detail::get_element<I>(x)...);
    };
    encode(detail::elements_of<T>);
  } else {
    detail::visit_members(x, detail::encoding_archive(out));
  }
}

template <class T>
T codec<T>::decode(byte_reader& in) {
  if constexpr (detail::serializable<T>) {
    const auto level = in.enter();
    detail::decoding_archive archive(in);
    T x{};
    serialize(archive, x);
    return x;
  } else if constexpr (detail::is_boolean<T>()) {
    return static_cast<T>(detail::decode_bool(in));
  } else if constexpr (detail::copied_whole<T>) {
    std::array<std::byte, sizeof(T)> bytes;
    in.read(bytes.data(), bytes.size());
    return std::bit_cast<T>(bytes);
  } else if constexpr (detail::container<T>) {
    return detail::decode_container<T>(in);
  } else if constexpr (detail::smart_pointer<T>) {
    const auto level = in.enter();
    using target = typename T::element_type;
    if (!detail::decode_bool(in))
      return nullptr;
    if constexpr (detail::shared_pointer<T>)
      return std::make_shared<target>(codec<std::remove_const_t<target>>::decode(in));
    else
      return std::make_unique<target>(codec<std::remove_const_t<target>>::decode(in));
  } else if constexpr (detail::optional_like<T>) {
    T x;
    if (detail::decode_bool(in))
      x.emplace(codec<std::remove_const_t<typename T::value_type>>::decode(in));
    return x;
  } else if constexpr (detail::variant_like<T>) {
    return detail::decode_variant<T>(in);
  } else if constexpr (detail::fixed_array<T>) {
    T xs{};
    for (auto& x : xs)
      x = codec<typename T::value_type>::decode(in);
    return xs;
  } else if constexpr (detail::tuple_like<T>) {
    const auto decode = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return T{codec<detail::element<I, T>>::decode(in)...}; // braces: in this order
    };
    return decode(detail::elements_of<T>);
  } else {
    return detail::decode_aggregate<T>(in, detail::member_types<T>{});
  }
}

/// The encoding of x. Throws codec_error if x is nested too deep.
template <encodable T>
std::vector<std::byte> to_bytes(const T& x) {
  std::vector<std::byte> bytes;
  byte_writer out(bytes);
  codec<T>::encode(x, out);
  return bytes;
}

/// The value that the bytes, and all of them, encode. Throws codec_error if they do not.
template <encodable T>
T from_bytes(std::span<const std::byte> bytes) {
  byte_reader in(bytes);
  T x = codec<T>::decode(in);
  if (in.left() > 0)
    throw codec_error("leat::codec: " + std::to_string(in.left())
                      + " bytes left over behind a value; the encoding is of another type");
  return x;
}

} // namespace leat
