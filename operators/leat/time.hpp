// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>

namespace leat {

/// A length of time. Parameters have this type, so bare numbers do not compile.
using duration = std::chrono::nanoseconds;

/// A point in time: of the host's clock (processing time) or of an item (event time).
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

} // namespace leat
