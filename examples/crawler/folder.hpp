// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/server.hpp>

#include <filesystem>

namespace crawler {

/// Serves the files of a folder: a handler for `server`. A folder gives its index.html, a folder's
/// name without the last '/' is redirected there, queries are ignored, ".." does not lead out,
/// symbolic links are followed.
class folder {
 public:
  /// Throws `std::invalid_argument` if it is no folder.
  explicit folder(std::filesystem::path root);

  http_reply operator()(const http_request& request) const;

 private:
  std::filesystem::path root_;
};

} // namespace crawler
