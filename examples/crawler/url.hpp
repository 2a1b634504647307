// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crawler {

/// An http or https URL in its one normal form (RFC 3986, 6.2): scheme and host lower case, names
/// in Punycode, IP addresses in their usual form, no default port, user or fragment, dot segments
/// removed, escapes as in `normalize_path`; the query as it was written.
struct url {
  std::string scheme;               ///< "http" or "https"
  std::string host;                 ///< IPv6 in brackets; a trailing dot is dropped
  std::uint16_t port = 0;           ///< the scheme's own if none was given
  std::string path;                 ///< begins with '/'
  std::optional<std::string> query; ///< without '?'; "http://h/?" has an empty one

  /// "http://host:8080/path?query"
  std::string text() const;
  /// "http://host:8080": what robots.txt and politeness go by
  std::string origin() const;
  /// "/path?query": what a request line and robots.txt rules are about
  std::string target() const;

  friend bool operator==(const url&, const url&) = default;
};

/// Nothing for what is no absolute http or https URL with a host. As browsers do, white space
/// around it and line breaks in it are dropped and a backslash before the query is a slash.
std::optional<url> parse_url(std::string_view text);

/// The origin of a normalized URL, which is a part of it.
std::string_view origin_of(std::string_view url);

/// A link on a page at `base`, by RFC 3986, 5.2. Nothing for links that cannot be fetched, such as
/// "mailto:" ones.
std::optional<url> resolve_url(const url& base, std::string_view reference);

} // namespace crawler
