// SPDX-License-Identifier: BSD-3-Clause
#include "hexadecimal.hpp"

namespace leat {

std::string hexadecimal(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const auto b : bytes)
    for (const int shift : {4, 0})
      text += "0123456789abcdef"[(std::to_integer<unsigned>(b) >> shift) & 15];
  return text;
}

} // namespace leat
