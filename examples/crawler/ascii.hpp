// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

/// Letters as the formats of the web compare them: ASCII only, whatever the locale.
namespace crawler {

inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

inline std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Without the white space at both ends.
inline std::string_view trimmed(std::string_view text, std::string_view white = " \t\n\f\r") {
  auto begin = text.find_first_not_of(white);
  return begin == text.npos ? std::string_view()
                            : text.substr(begin, text.find_last_not_of(white) + 1 - begin);
}

} // namespace crawler
