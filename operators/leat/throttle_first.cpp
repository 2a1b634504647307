// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/throttle_first.hpp>

namespace leat {

spec<throttle_first_recipe> throttle_first(duration interval, std::source_location where) {
  require_positive(interval, "leat::throttle_first");
  return spec(throttle_first_recipe{.interval = interval}, where);
}

} // namespace leat
