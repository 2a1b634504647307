// SPDX-License-Identifier: BSD-3-Clause
#include <leat/debounce.hpp>
#include <leat/positive.hpp>

namespace leat {

spec<debounce_recipe> debounce(duration quiet, std::source_location where) {
  require_positive(quiet, "leat::debounce");
  return spec(debounce_recipe{.quiet = quiet}, where);
}

} // namespace leat
