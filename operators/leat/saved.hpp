// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/chunk.hpp>
#include <leat/codec.hpp>

#include <cstddef>
#include <utility>

namespace leat {

/// How operators save what they remember, and load it again. A type without a codec can be
/// remembered, but not saved: that throws codec_error, and only when it is tried.
template <class T>
void save_value(byte_writer& out, const T& x) {
  if constexpr (encodable<T>)
    codec<T>::encode(x, out);
  else
    throw codec_error("leat: what the operator remembers has no codec; give its type a serialize "
                      "function, or specialise leat::codec (see <leat/codec.hpp>)");
}

template <class T>
T load_value(byte_reader& in) {
  if constexpr (encodable<T>)
    return codec<T>::decode(in);
  else
    throw codec_error("leat: what the operator remembers has no codec; give its type a serialize "
                      "function, or specialise leat::codec (see <leat/codec.hpp>)");
}

template <class T>
void load_value(byte_reader& in, T& x) {
  x = load_value<T>(in);
}

/// The items of a slice, whose type is T.
template <class T>
void save_items(byte_writer& out, const chunk_slice& items) {
  out.write_size(items.size());
  for (std::size_t i = items.begin; i < items.end; ++i)
    save_value(out, items.as<T>().values[i]);
}

/// A chunk of one's own with the items that were saved.
template <class T>
chunk_slice load_items(byte_reader& in) {
  intrusive<chunk<T>> made(new chunk<T>);
  const std::size_t n = in.read_size();
  if constexpr (encodable<T>)
    for (std::size_t i = 0; i < n; ++i) {
      made->values.emplace_back(codec<T>::decode(in));
      if constexpr (!has_fixed_weight<T>)
        made->weigh_last(weight_of(made->values.back()));
    }
  return {std::move(made), 0, n};
}

} // namespace leat
