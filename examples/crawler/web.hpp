// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/options.hpp>
#include <crawler/server.hpp>
#include <crawler/site.hpp>

#include <optional>

namespace crawler {

/// What the program serves itself, if it does: the embedded site or a folder, on a free port of
/// loopback. All connections of the crawl go there then, so no link leads to other services of this
/// machine.
class web {
 public:
  /// Completes the options: where to begin, what belongs to the crawl. Nothing is served yet, since
  /// every process of a crawl has one, and one of them serves.
  explicit web(crawl_options& options);

  /// Serves, from the first call on; gives where, or nothing when others serve. Throws
  /// `std::invalid_argument` if there is no such folder.
  std::optional<endpoint> serve();

 private:
  crawl_options::source from_;
  std::string folder_;
  site_options of_site_;
  std::optional<site> site_;
  std::optional<server> server_;
};

} // namespace crawler
