// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crawler {

/// What is parsed: HTML for links, XML where a sitemap is expected. Nothing else is.
enum class content_kind : std::uint8_t { html,
                                         xml,
                                         other };

/// "text/html" of "Text/HTML; charset=x"
std::string media_type(std::string_view content_type);

/// By the header; if it is missing or says nothing ("*/*", "unknown/unknown",
/// "application/unknown"), by the beginning of the body, as WHATWG MIME Sniffing (7.1) has it. A
/// header that says something is believed.
content_kind kind_of(std::string_view content_type, std::string_view body);

} // namespace crawler
