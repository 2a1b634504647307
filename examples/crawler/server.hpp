// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace crawler {

struct http_request {
  std::string host;   ///< of the Host header, lower case, without port
  std::string target; ///< path and query, as sent
};

struct http_reply {
  enum class ending : std::uint8_t { whole,
                                     cut,
                                     never };

  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers{}; ///< Content-Length is added
  std::string body{};
  std::chrono::milliseconds delay{0}; ///< before the answer begins
  ending how =
    ending::whole; ///< `cut`: the connection ends in the middle; `never`: there is no answer
};

/// Called on the server's thread.
using http_handler = std::function<http_reply(const http_request&)>;

/// One line of a server's log.
struct served {
  std::chrono::steady_clock::time_point start; ///< the request was read
  std::chrono::steady_clock::time_point
    end; ///< the answer began to be sent, or the connection was lost before
  std::string host;
  std::string target;
  int status = 0; ///< 0: no answer
};

/// A small HTTP/1.1 server with keep-alive on a free port of 127.0.0.1, with one thread of its own:
/// the other side of the crawler's tests and demonstrations. GET and HEAD only; connections that
/// are idle for 30 s are closed.
class server {
 public:
  /// Listens when this returns. Throws `boost::system::system_error` if no port can be had.
  explicit server(http_handler handler, bool keep_log = true);

  /// Closes all connections, those in the middle of an answer included.
  ~server();

  std::uint16_t port() const;

  /// How many connections there have been.
  std::size_t connections() const;

  /// The requests in the order of their ends; empty without a log. From any thread; has all that a
  /// client has an answer to.
  std::vector<served> log() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

} // namespace crawler
