// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/timed_window.hpp>

namespace leat {

spec<timed_window_recipe> timed_window(duration every, std::source_location where) {
  require_positive(every, "leat::timed_window");
  return spec(timed_window_recipe{.every = every}, where);
}

} // namespace leat
