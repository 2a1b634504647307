// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace leat {

/// A session of this process.
enum class session_id : std::uint64_t {};

} // namespace leat
