// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace crawler {

/// How long a Retry-After header (RFC 9110, 10.2.3) asks to wait: a number of seconds, or a date,
/// seen from `now`; 0 for dates that have passed. Nothing for what is neither.
std::optional<std::chrono::seconds> parse_retry_after(const std::string& text,
                                                      std::chrono::system_clock::time_point now);

} // namespace crawler
