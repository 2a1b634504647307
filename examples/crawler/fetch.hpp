// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace crawler {

struct fetch_options {
  std::string user_agent = "leat-crawler/1.0";
  std::chrono::milliseconds timeout{30'000};   ///< of a whole transfer, name resolution included
  std::uint64_t max_bytes = 8 * 1'024 * 1'024; ///< of a body, on the wire and after inflating
  bool private_addresses = false;              ///< connect to addresses that are not public
  std::optional<endpoint>
    connect_to{};              ///< connect there, whatever the host of a URL is; may be private
  long idle_connections = 128; ///< kept for reuse
};

/// Fetches URLs over HTTP with one thread for all transfers (libcurl's multi interface). Each
/// `start` is one GET: redirects are reported, not followed; cookies, proxies of the environment
/// and .netrc are not used. The addresses of a name are judged when a connection is opened, so a
/// name that resolves to a private address is refused however it got here. How many transfers run
/// at once is the caller's business.
class fetcher {
 public:
  /// Called once for each `start`, on the fetcher's thread; it must neither throw nor block, and
  /// may call `start`.
  using callback = std::function<void(fetch_result)>;

  /// Throws `std::runtime_error` if libcurl cannot be used.
  explicit fetcher(fetch_options options);

  /// Ends what is under way as `cancelled`, calls back for it, and returns without waiting for any
  /// network. Not from a callback.
  ~fetcher();

  /// From any thread. What is given overrides the options for this transfer.
  struct exceptions {
    std::optional<std::uint64_t> max_bytes{};
    std::optional<endpoint> connect_to{};
  };
  void start(std::string url, callback done, exceptions but);
  void start(std::string url, callback done) { start(std::move(url), std::move(done), {}); }

 private:
  class loop;
  std::unique_ptr<loop> loop_;
};

} // namespace crawler
