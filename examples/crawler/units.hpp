// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Durations and sizes as people write them.
namespace crawler {

/// "250ms", "1.5s", "2m", "1h" and "0"; nothing for other bare numbers, negative ones and more than
/// 1,000 h.
std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

/// "4096", "512B", "64KiB", "8MiB", "1.5GiB", and by thousands "64kB", "8MB", "1GB"; nothing for
/// more than 2^50 bytes.
std::optional<std::uint64_t> parse_size(std::string_view text);

/// "250 ms", "1.50 s"
std::string duration_text(std::chrono::microseconds time);

/// "512 B", "1.5 MiB"
std::string size_text(std::uint64_t bytes);

} // namespace crawler
