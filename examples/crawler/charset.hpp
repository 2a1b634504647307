// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace crawler {

struct decoded_text {
  std::string text;    ///< valid UTF-8 without byte order mark; U+FFFD for what is broken
  std::string charset; ///< what it was, in lower case
};

/// Decodes a page the way browsers do (WHATWG Encoding and HTML, 13.2.3): the first of byte order
/// mark, the charset of the Content-Type header, that of a `<meta>` within the first 1,024 bytes,
/// UTF-8 if all of it is valid, windows-1252. Names that iconv does not know, and UTF-7, are passed
/// over. ISO-8859-1 and ASCII mean windows-1252, as on the web.
decoded_text to_utf8(std::string body, std::string_view content_type);

/// The value of "charset=" in a Content-Type header or a meta element's content; empty if there is
/// none.
std::string_view charset_parameter(std::string_view content_type);

} // namespace crawler
