// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/url.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct page_link {
  std::string url;       ///< normalized
  bool nofollow = false; ///< has rel="nofollow"

  friend bool operator==(const page_link&, const page_link&) = default;
};

struct page {
  std::string title; ///< of at most 1,024 bytes
  /// Each URL once, in the order of the page; without links to the page itself.
  std::vector<page_link> links;
  bool nofollow = false; ///< the page asks in a meta element that none of its links be followed
  bool is_cut = false;   ///< it has more links than were asked for
};

/// Reads a page in UTF-8 that was found at `at`. Links are the href of `a` and `area` and the src
/// of `frame` and `iframe`, resolved against the first `<base href>`; what a `<link>`, an image or
/// a script refers to is not followed. rel="nofollow" and meta robots "nofollow" or "none" are
/// reported, and the crawler honours both. A URL with several links is nofollow if all of them are.
page parse_page(std::string_view html, const url& at, std::size_t max_links);

/// Whether the value of a robots meta element or X-Robots-Tag header says "nofollow" or "none" to
/// all crawlers.
bool says_nofollow(std::string_view directives);

} // namespace crawler
