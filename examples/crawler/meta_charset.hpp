// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string>
#include <string_view>

namespace crawler {

/// The charset that a `<meta charset>` or `<meta http-equiv="content-type" content>` at the
/// beginning of a page names; empty if there is none. This is the prescan of the HTML standard
/// (13.2.3.2): comments and other tags are skipped; the caller cuts the text to its first 1,024
/// bytes.
std::string meta_charset(std::string_view head);

} // namespace crawler
