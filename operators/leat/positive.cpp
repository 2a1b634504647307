// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>

#include <stdexcept>
#include <string>

namespace leat {

void require_positive(duration d, const char* op) {
  if (d <= duration::zero())
    throw std::invalid_argument(std::string(op)
                                + ": the duration must be positive, as in 10ms; it is "
                                + std::to_string(d.count()) + " ns");
}

} // namespace leat
