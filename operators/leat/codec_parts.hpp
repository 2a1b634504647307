// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/encodable.hpp>
#include <leat/shape.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

/// How <leat/codec.hpp> writes and reads what is made of parts.
namespace leat::detail {

/// Puts x behind the elements of a container; the elements of a forward_list come out in reverse.
template <class T>
void add_to(T& xs, stored_t<T> x) {
  if constexpr (grows_at_end<T>)
    xs.push_back(std::move(x));
  else if constexpr (grows_by_hint<T>)
    xs.emplace_hint(xs.end(), std::move(x));
  else
    xs.push_front(std::move(x));
}

/// Elements that are copied all at once.
template <class T>
concept block_of_bytes = contiguous<T> && copied_whole<typename T::value_type> && requires(T& xs) {
  xs.resize(1);
};

template <container T>
void encode_container(const T& xs, byte_writer& out) {
  const std::size_t n = size_of(xs);
  out.write_size(n);
  if constexpr (block_of_bytes<T>) {
    out.write(xs.data(), n * sizeof(typename T::value_type));
  } else {
    const auto level = out.enter();
    const std::size_t before = out.size();
    for (const auto& x : xs)
      codec<typename T::value_type>::encode(x, out);
    if (out.size() - before < n) // read_size relies on it
      throw codec_error("leat::codec: the elements of a container encode to nothing; let them "
                        "write a byte at least");
  }
}

template <container T>
T decode_container(byte_reader& in) {
  T xs;
  if constexpr (block_of_bytes<T>) {
    const std::size_t n = in.read_size(sizeof(typename T::value_type));
    xs.resize(n);
    in.read(xs.data(), n * sizeof(typename T::value_type));
  } else {
    const auto level = in.enter();
    for (std::size_t n = in.read_size(); n > 0; --n)
      add_to(xs, codec<stored_t<T>>::decode(in));
    if constexpr (!grows_at_end<T> && !grows_by_hint<T>)
      xs.reverse();
  }
  return xs;
}

inline bool decode_bool(byte_reader& in) {
  const auto byte = in.read<std::uint8_t>();
  if (byte > 1)
    throw codec_error("leat::codec: " + std::to_string(byte) + " is no bool, before byte "
                      + std::to_string(in.position()) + "; the encoding is broken");
  return byte == 1;
}

template <variant_like T, std::size_t I>
T decode_alternative(byte_reader& in) {
  using alternative = std::remove_const_t<std::variant_alternative_t<I, T>>;
  return T(std::in_place_index<I>, codec<alternative>::decode(in));
}

template <variant_like T>
T decode_variant(byte_reader& in) {
  const auto index = in.read<std::uint8_t>();
  if (index >= std::variant_size_v<T>)
    throw codec_error("leat::codec: a variant has no alternative " + std::to_string(index)
                      + ", before byte " + std::to_string(in.position())
                      + "; the encoding is broken");
  const auto decode = [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr std::array decoders{&decode_alternative<T, I>...};
    return decoders[index](in);
  };
  return decode(std::make_index_sequence<std::variant_size_v<T>>{});
}

template <class T, class... Members>
T decode_aggregate(byte_reader& in, type_list<Members...> members) {
  if constexpr (has_array(members)) { // an array can't be initialised by what a function returns
    T x{};
    visit_members(x, decoding_archive(in));
    return x;
  } else {
    return T{codec<Members>::decode(in)...};
  }
}

template <class... Members>
void encoding_archive::operator()(const Members&... members) const {
  const auto encode = [&](const auto& encode_part, const auto& member) {
    using type = std::remove_cvref_t<decltype(member)>;
    if constexpr (std::is_array_v<type>)
      for (const auto& part : member)
        encode_part(encode_part, part);
    else
      codec<type>::encode(member, out_);
  };
  (encode(encode, members), ...);
}

template <class... Members>
void decoding_archive::operator()(Members&... members) const {
  const auto decode = [&](const auto& decode_part, auto& member) {
    using type = std::remove_reference_t<decltype(member)>;
    if constexpr (std::is_array_v<type>)
      for (auto& part : member)
        decode_part(decode_part, part);
    else
      member = codec<type>::decode(in_);
  };
  (decode(decode, members), ...);
}

} // namespace leat::detail
