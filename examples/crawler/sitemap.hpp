// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/url.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

/// The URLs of a sitemap or of an index of sitemaps (sitemaps.org) that was found at `at`: its
/// `<loc>` elements, normalized, at most `most` of them (the protocol allows 50,000).
std::vector<std::string> sitemap_urls(std::string_view xml, const url& at, std::size_t most);

} // namespace crawler
