// SPDX-License-Identifier: BSD-3-Clause
#include <leat/item_codec.hpp>

#include <stdexcept>
#include <string>

namespace leat {

void codec<failure>::encode(const failure& f, byte_writer& out) {
  for (const auto* text : {&f.node, &f.op, &f.item, &f.what})
    codec<std::string>::encode(*text, out);
  out.write(f.attempts);
}

failure codec<failure>::decode(byte_reader& in) {
  failure f;
  for (auto* text : {&f.node, &f.op, &f.item, &f.what})
    *text = codec<std::string>::decode(in);
  f.attempts = in.read<int>();
  f.cause = std::make_exception_ptr(std::runtime_error(f.what));
  return f;
}

namespace detail {

void refuse_chunk_of(std::size_t items) {
  throw codec_error("leat::codec: a chunk of " + std::to_string(items)
                    + " items; the encoding is broken");
}
void refuse_cut_chunk() {
  throw codec_error("leat::codec: a chunk is cut off; the encoding is broken");
}

} // namespace detail

} // namespace leat
