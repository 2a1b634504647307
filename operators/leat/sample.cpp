// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/sample.hpp>

namespace leat {

spec<sample_recipe> sample(duration every, std::source_location where) {
  require_positive(every, "leat::sample");
  return spec(sample_recipe{.every = every}, where);
}

} // namespace leat
