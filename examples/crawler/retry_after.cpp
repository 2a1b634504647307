// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/retry_after.hpp>

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace crawler {

std::optional<std::chrono::seconds> parse_retry_after(const std::string& text,
                                                      std::chrono::system_clock::time_point now) {
  using std::chrono::seconds;
  const auto value = trimmed(text);
  if (value.empty())
    return std::nullopt;
  if (std::ranges::all_of(value, is_digit)) {
    constexpr std::int64_t year = 366 * 86'400; // so that sums with it stay in range
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
    return seconds(error == std::errc() ? std::min(n, year) : year);
  }
  const std::time_t at = curl_getdate(std::string(value).c_str(), nullptr);
  if (at == -1)
    return std::nullopt;
  const auto wait = seconds(at) - std::chrono::floor<seconds>(now.time_since_epoch());
  return std::max(wait, seconds(0));
}

} // namespace crawler
