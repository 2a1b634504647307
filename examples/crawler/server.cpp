// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/ascii.hpp>
#include <crawler/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace crawler {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using std::chrono::steady_clock;

constexpr std::chrono::seconds idle_time{30};

std::string host_of(beast::string_view header) {
  std::string host = lower_case({header.data(), header.size()});
  auto colon = host.rfind(':');
  return colon == host.npos || host.ends_with(']') ? host : host.substr(0, colon);
}

struct request_log {
  bool is_kept;
  mutable std::mutex mutex{};
  std::vector<served> lines{};

  void add(served line) {
    if (!is_kept)
      return;
    std::lock_guard lock(mutex);
    lines.push_back(std::move(line));
  }
};

/// One connection; it keeps itself alive by the operation that is pending.
class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(tcp::socket socket, const http_handler& handler, request_log& log)
    : stream_(std::move(socket)), timer_(stream_.get_executor()), handler_(handler), log_(log) {}

  void read() {
    request_ = {};
    stream_.expires_after(idle_time);
    http::async_read(stream_, buffer_, request_,
                     [self = shared_from_this()](beast::error_code error, std::size_t) {
                       if (!error)
                         self->answer();
                     });
  }

 private:
  void answer() {
    line_ = {steady_clock::now(),
             {},
             host_of(request_[http::field::host]),
             std::string(request_.target()),
             0};
    auto reply = request_.method() == http::verb::get || request_.method() == http::verb::head
      ? handler_({line_.host, line_.target})
      : http_reply{405};
    response_ = {};
    response_.version(11);
    response_.result(static_cast<unsigned>(reply.status));
    for (const auto& [name, value] : reply.headers)
      response_.insert(name, value);
    response_.keep_alive(request_.keep_alive() && reply.how == http_reply::ending::whole);
    response_.content_length(reply.body.size());
    if (request_.method() != http::verb::head)
      response_.body() = std::move(reply.body);
    if (reply.how == http_reply::ending::cut)
      response_.body().resize(response_.body().size() / 2);
    if (reply.how == http_reply::ending::never)
      return wait_for_close();
    if (reply.delay.count() == 0)
      return write();
    stream_.expires_never();
    timer_.expires_after(reply.delay);
    timer_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error)
        self->write();
    });
  }

  void write() {
    log(response_.result_int());
    stream_.expires_after(idle_time);
    // async_write would refuse a body that is shorter than its Content-Length, so a cut one goes
    // out through the serializer.
    serializer_.emplace(response_);
    http::async_write(stream_, *serializer_,
                      [self = shared_from_this()](beast::error_code error, std::size_t) {
                        if (!error && self->response_.keep_alive())
                          self->read();
                        else
                          self->stream_.socket().shutdown(tcp::socket::shutdown_both, error);
                      });
  }

  void wait_for_close() {
    stream_.expires_never();
    stream_.async_read_some(
      buffer_.prepare(1),
      [self = shared_from_this()](beast::error_code, std::size_t) { self->log(0); });
  }

  /// Before the answer goes out: whoever has it finds it in the log.
  void log(unsigned status) {
    line_.end = steady_clock::now();
    line_.status = static_cast<int>(status);
    log_.add(std::move(line_));
  }

  beast::tcp_stream stream_;
  asio::steady_timer timer_;
  const http_handler& handler_;
  request_log& log_;
  beast::flat_buffer buffer_;
  http::request<http::empty_body> request_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  served line_;
};

} // namespace

struct server::state {
  http_handler handler;
  request_log log;
  asio::io_context context{1};
  tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
  asio::steady_timer pause{context};
  std::atomic<std::size_t> connections = 0;
  std::thread thread{};

  void accept() {
    acceptor.async_accept([this](beast::error_code error, tcp::socket socket) {
      if (!error) {
        ++connections;
        socket.set_option(tcp::no_delay(true), error);
        std::make_shared<connection>(std::move(socket), handler, log)->read();
        return accept();
      }
      // Out of descriptors: some come back when connections end.
      pause.expires_after(std::chrono::milliseconds(10));
      pause.async_wait([this](beast::error_code stopped) {
        if (!stopped)
          accept();
      });
    });
  }
};

server::server(http_handler handler, bool keep_log)
  : state_(new state{std::move(handler), {keep_log}}) {
  state_->accept();
  state_->thread = std::thread([this] { state_->context.run(); });
}

server::~server() {
  state_->context.stop();
  state_->thread.join();
}

std::uint16_t server::port() const { return state_->acceptor.local_endpoint().port(); }

std::size_t server::connections() const { return state_->connections; }

std::vector<served> server::log() const {
  std::lock_guard lock(state_->log.mutex);
  return state_->log.lines;
}

} // namespace crawler
