// SPDX-License-Identifier: BSD-3-Clause
#include <leat/bytes.hpp>

#include <limits>
#include <string>

namespace leat {

nesting::nesting(std::size_t& depth) : depth_(depth) {
  if (depth_ == most)
    throw codec_error("leat::codec: nested deeper than " + std::to_string(most)
                      + " levels; flatten the type, or look for pointers in a circle");
  ++depth_;
}

void byte_writer::write_size(std::size_t n) {
  if (n > std::numeric_limits<std::uint32_t>::max())
    throw codec_error("leat::codec: " + std::to_string(n)
                      + " elements in one container are more than 2^32 - 1");
  write(static_cast<std::uint32_t>(n));
}

std::size_t byte_reader::read_size(std::size_t bytes_each) {
  const std::size_t n = read<std::uint32_t>();
  if (n > left() / bytes_each)
    throw codec_error("leat::codec: " + std::to_string(n) + " elements announced before byte "
                      + std::to_string(at_) + ", but only " + std::to_string(left())
                      + " bytes are left; the encoding is cut off or broken");
  return n;
}

void byte_reader::refuse(std::size_t n) const {
  throw codec_error("leat::codec: " + std::to_string(n) + " bytes wanted at byte "
                    + std::to_string(at_) + ", but only " + std::to_string(left())
                    + " are left; the encoding is cut off or broken");
}

} // namespace leat
