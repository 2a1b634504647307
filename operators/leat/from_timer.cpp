// SPDX-License-Identifier: BSD-3-Clause
#include <leat/from_timer.hpp>
#include <leat/positive.hpp>

namespace leat {

spec<timer_recipe> from_timer(duration after, std::source_location where) {
  require_positive(after, "leat::from_timer");
  return spec(timer_recipe{after}, where);
}

} // namespace leat
