// SPDX-License-Identifier: BSD-3-Clause
#include <leat/sliding_window.hpp>

#include <stdexcept>

namespace leat {

spec<sliding_window_recipe> sliding_window(std::size_t n, bool partial,
                                           std::source_location where) {
  if (n == 0)
    throw std::invalid_argument(
      "leat::sliding_window: a window of 0 items shows nothing; n must be at least 1");
  return spec(sliding_window_recipe{n, partial}, where);
}

} // namespace leat
