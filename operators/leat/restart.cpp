// SPDX-License-Identifier: BSD-3-Clause
#include <leat/positive.hpp>
#include <leat/restart.hpp>

#include <stdexcept>

namespace leat {

void require_sensible(const restart& how) {
  require_positive(how.period, "leat: .on_crash: the period");
  if (how.wait < duration::zero())
    throw std::invalid_argument("leat: .on_crash: a wait before now");
}

} // namespace leat
