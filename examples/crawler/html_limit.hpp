// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <string_view>

namespace crawler {

/// The beginning of a page that can be parsed within about a second and 200 MiB; for all but
/// hostile pages, all of it. HTML's rules look through all open elements at many tags, copy the
/// open formatting elements (`<b>`, `<font>` …) into each new block and compare each attribute with
/// those before it, so 500 KB of "<div>" keep a parser busy for half a minute. This counts what
/// each tag costs at least, and cuts where the sum passes a limit.
std::string_view affordable_html(std::string_view html);

} // namespace crawler
