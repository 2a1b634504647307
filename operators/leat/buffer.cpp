// SPDX-License-Identifier: BSD-3-Clause
#include <leat/buffer.hpp>

#include <stdexcept>

namespace leat {

spec<buffer_recipe> buffer(std::size_t n, overflow when_full, std::source_location where) {
  if (n == 0)
    throw std::invalid_argument("leat::buffer: a buffer for 0 items has no room; n must be at "
                                "least 1");
  return spec(buffer_recipe{n, when_full}, where);
}

} // namespace leat
