// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/chunk.hpp>
#include <leat/codec.hpp>
#include <leat/failure.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <typeinfo>

namespace leat {

/// How the items of a stream become bytes and chunks again, seen without their type: between
/// processes. Both functions throw codec_error.
struct item_codec {
  void (*encode)(const chunk_slice& items, byte_writer& out);
  /// A chunk of all that `in` holds, with the weight that the sender counted: what is given back
  /// later is exactly what was taken.
  intrusive<chunk_base> (*decode)(byte_reader& in, std::size_t bytes);
  const std::type_info* type;
  std::size_t size; // of an item, in bytes
};

/// A failure crosses processes without its exception, which becomes a `std::runtime_error` with the
/// same message.
template <>
struct codec<failure> {
  static void encode(const failure& f, byte_writer& out);
  static failure decode(byte_reader& in);
};

namespace detail {

constexpr std::size_t most_items_in_chunk = 65'536;
[[noreturn]] void refuse_chunk_of(std::size_t items);
[[noreturn]] void refuse_cut_chunk();

/// Memory is reserved for what is there.
template <class T>
void copy_whole(column<T>& into, std::size_t n, byte_reader& in) {
  if (in.left() / sizeof(T) < n)
    refuse_cut_chunk();
  into.reserve(n);
  in.read(into.data(), n * sizeof(T));
  into.commit(into.data() + n);
}

template <class T>
void encode_items(const chunk_slice& items, byte_writer& out) {
  const auto& chunk = items.as<T>();
  const bool timed = !chunk.times.empty();
  out.write(static_cast<std::uint32_t>(items.size()));
  out.write<std::uint8_t>(timed ? 1 : 0);
  if constexpr (copied_whole<T>)
    out.write(chunk.values.data() + items.begin, items.size() * sizeof(T));
  else
    for (std::size_t i = items.begin; i < items.end; ++i)
      codec<T>::encode(chunk.values[i], out);
  if (timed)
    out.write(chunk.times.data() + items.begin, items.size() * sizeof(timestamp));
}

template <class T>
intrusive<chunk_base> decode_items(byte_reader& in, [[maybe_unused]] std::size_t bytes) {
  intrusive<chunk<T>> made(new chunk<T>);
  const std::size_t n = in.read<std::uint32_t>();
  const bool timed = decode_bool(in);
  if (n > most_items_in_chunk)
    refuse_chunk_of(n);
  if constexpr (copied_whole<T> && has_fixed_weight<T>) {
    copy_whole(made->values, n, in);
  } else {
    std::size_t left = bytes;
    for (std::size_t i = 0; i < n; ++i) {
      made->values.emplace_back(codec<T>::decode(in));
      if constexpr (!has_fixed_weight<T>) {
        const auto weight = i + 1 == n ? left : std::min(left, weight_of(made->values.back()));
        made->weigh_last(weight);
        left -= weight;
      }
    }
  }
  if (timed)
    copy_whole(made->times, n, in);
  return intrusive<chunk_base>(made);
}

} // namespace detail

/// Null for items that cannot leave their process.
template <class T>
const item_codec* item_codec_of() noexcept {
  if constexpr (encodable<T>) {
    static constexpr item_codec made{&detail::encode_items<T>, &detail::decode_items<T>, &typeid(T),
                                     sizeof(T)};
    return &made;
  } else {
    return nullptr;
  }
}

} // namespace leat
