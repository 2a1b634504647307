// SPDX-License-Identifier: BSD-3-Clause
#include "health.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <sys/socket.h>

#include <chrono>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace leat {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds answered_within{2};
constexpr std::chrono::milliseconds pause_without_descriptors{100};
constexpr std::size_t most_request_bytes = 4096;
constexpr std::size_t most_connections = 32;

/// Why the process is not ready; nothing if it is.
class readiness {
 public:
  void ask(std::function<std::string()> why_not) {
    const std::lock_guard lock(mutex_);
    why_not_ = std::move(why_not);
  }
  [[nodiscard]] std::string why_not() const {
    const std::lock_guard lock(mutex_);
    return why_not_();
  }

 private:
  mutable std::mutex mutex_;
  std::function<std::string()> why_not_ = [] { return "the process starts"; };
};

using answer = http::response<http::string_body>;

answer answer_to(const http::request<http::empty_body>& request, const readiness& process) {
  const auto say = [](http::status status, const std::string& text) {
    answer a(status, 11);
    a.set(http::field::content_type, "text/plain");
    a.set(http::field::cache_control, "no-store");
    a.keep_alive(false);
    a.body() = text + "\n";
    a.prepare_payload();
    return a;
  };
  const auto target = request.target().substr(0, request.target().find('?'));
  if (target != "/live" && target != "/ready")
    return say(http::status::not_found, "ask for /live or /ready");
  if (request.method() != http::verb::get) {
    auto a = say(http::status::method_not_allowed, "only GET is answered");
    a.set(http::field::allow, "GET");
    return a;
  }
  if (target == "/live")
    return say(http::status::ok, "live");
  const auto why_not = process.why_not();
  return why_not.empty() ? say(http::status::ok, "ready")
                         : say(http::status::service_unavailable, why_not);
}

/// One connection, with one request and its answer; what is pending keeps it alive.
class exchange : public std::enable_shared_from_this<exchange> {
 public:
  exchange(tcp::socket socket, const readiness& process)
    : stream_(std::move(socket)), process_(process) {}

  void begin() {
    stream_.expires_after(answered_within); // all of it, however slowly it comes
    parser_.header_limit(most_request_bytes);
    http::async_read_header(stream_, buffer_, parser_,
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              if (!error) // garbage is not worth an answer
                                self->reply();
                            });
  }
  void close() { stream_.close(); }

 private:
  void reply() {
    answer_ = answer_to(parser_.get(), process_);
    http::async_write(stream_, answer_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        self->stream_.socket().shutdown(tcp::socket::shutdown_send, error);
                      });
  }

  beast::tcp_stream stream_;
  const readiness& process_;
  beast::flat_buffer buffer_{most_request_bytes};
  http::request_parser<http::empty_body> parser_;
  answer answer_;
};

tcp family_of(const owned_socket& socket) {
  int family = AF_INET;
  socklen_t size = sizeof(family);
  getsockopt(socket.get(), SOL_SOCKET, SO_DOMAIN, &family, &size);
  return family == AF_INET6 ? tcp::v6() : tcp::v4();
}

} // namespace

class health::server {
 public:
  explicit server(owned_socket listener)
    : acceptor_(context_, family_of(listener), listener.get()) {
    listener.release();
    accept();
    thread_ = std::jthread([this] { context_.run(); });
  }
  server(const server&) = delete;
  server& operator=(const server&) = delete;
  ~server() { context_.stop(); }

  readiness process;

 private:
  void accept() {
    acceptor_.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (!error) {
        serve(std::move(socket));
        return accept();
      }
      pause_.expires_after(pause_without_descriptors);
      pause_.async_wait([this](beast::error_code stopped) {
        if (!stopped)
          accept();
      });
    });
  }

  /// A newcomer takes the place of the oldest: one that asks as it should is answered at once, so
  /// those who hold on to their places keep nobody out.
  void serve(tcp::socket socket) {
    std::erase_if(open_, [](auto& one) { return one.expired(); });
    if (open_.size() >= most_connections) {
      if (const auto oldest = open_.front().lock())
        oldest->close();
      open_.pop_front();
    }
    const auto one = std::make_shared<exchange>(std::move(socket), process);
    open_.push_back(one);
    one->begin();
  }

  asio::io_context context_{1};
  tcp::acceptor acceptor_;
  asio::steady_timer pause_{context_};
  std::deque<std::weak_ptr<exchange>> open_; // the oldest first
  std::jthread thread_;                      // joined before the rest goes
};

health::health(const std::optional<socket_address>& at) : address_(at) {
  if (!at)
    return;
  auto listener = listen_on(*at);
  address_->port = listener.port;
  server_ = std::make_unique<server>(std::move(listener.socket));
}

health::~health() = default;

void health::ask(std::function<std::string()> why_not_ready) {
  if (server_)
    server_->process.ask(std::move(why_not_ready));
}
void health::ready() { not_ready(""); }
void health::not_ready(const std::string& why) {
  ask([why] { return why; });
}

} // namespace leat
