// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// A path in the one spelling that RFC 3986, 6.2.2 gives it: escapes of unreserved characters are
/// decoded, the hex digits of the others upper case, and what may not stand in a path (spaces,
/// controls, non-ASCII, a '%' without two hex digits) is escaped. Doing it twice changes nothing
/// more.
std::string normalize_path(std::string_view path);

/// A query as it was written, except that spaces, controls, quotes, angle brackets and non-ASCII
/// bytes are escaped: they cannot stand in a request line.
std::string normalize_query(std::string_view query);

/// The bytes that a path stands for: all escapes decoded; a '%' without two hex digits stays.
std::string percent_decode(std::string_view text);

} // namespace crawler
