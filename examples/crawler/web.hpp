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
  /// Serves what the options ask for, and completes them: where to begin, what belongs to the
  /// crawl, where to connect. Throws `std::invalid_argument` if there is no such folder.
  explicit web(crawl_options& options);

  /// Nothing when others serve.
  const std::optional<server>& local() const { return server_; }

 private:
  std::optional<site> site_;
  std::optional<server> server_;
};

} // namespace crawler
