// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/units.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <span>

namespace crawler {
namespace {

struct unit {
  std::string_view name;
  double factor;
};

constexpr std::array durations{unit{"ms", 1}, unit{"s", 1e3}, unit{"m", 60e3}, unit{"h", 3'600e3}};

constexpr std::array sizes{unit{"", 1},
                           unit{"B", 1},
                           unit{"KiB", 1'024},
                           unit{"MiB", 1'024.0 * 1'024},
                           unit{"GiB", 1'024.0 * 1'024 * 1'024},
                           unit{"kB", 1e3},
                           unit{"MB", 1e6},
                           unit{"GB", 1e9}};

/// A number from 0 to `most` and one of the units behind it.
std::optional<double> parse(std::string_view text, std::span<const unit> units, double most) {
  double number = 0;
  auto [end, error] =
    std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  std::string_view name(end, static_cast<std::size_t>(text.data() + text.size() - end));
  auto found = std::ranges::find(units, name, &unit::name);
  if (error != std::errc() || found == units.end()
      || !(number >= 0 && number * found->factor <= most))
    return std::nullopt;
  return std::round(number * found->factor);
}

std::string two_digits(double number, const char* unit) {
  std::array<char, 64> text;
  auto size = std::snprintf(text.data(), text.size(), "%.2f %s", number, unit);
  return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  constexpr double most = 1'000 * 3'600e3;
  if (text == "0")
    return std::chrono::milliseconds(0);
  auto time = parse(text, durations, most);
  return time ? std::optional(std::chrono::milliseconds(static_cast<std::int64_t>(*time)))
              : std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
  constexpr double most = 1ull << 50;
  auto bytes = parse(text, sizes, most);
  return bytes ? std::optional(static_cast<std::uint64_t>(*bytes)) : std::nullopt;
}

std::string duration_text(std::chrono::microseconds time) {
  auto milliseconds = time.count() / 1'000;
  return milliseconds < 1'000 ? std::to_string(milliseconds) + " ms"
                              : two_digits(static_cast<double>(milliseconds) / 1e3, "s");
}

std::string size_text(std::uint64_t bytes) {
  constexpr double kib = 1'024;
  auto size = static_cast<double>(bytes);
  if (size < kib)
    return std::to_string(bytes) + " B";
  if (size < kib * kib)
    return two_digits(size / kib, "KiB");
  return size < kib * kib * kib ? two_digits(size / kib / kib, "MiB")
                                : two_digits(size / kib / kib / kib, "GiB");
}

} // namespace crawler
