// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

namespace leat {

/// Throws `std::invalid_argument` in the name of `op` unless `d` is positive.
void require_positive(duration d, const char* op);

} // namespace leat
