// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace leat {

/// Two digits for each byte.
[[nodiscard]] std::string hexadecimal(std::span<const std::byte> bytes);

} // namespace leat
