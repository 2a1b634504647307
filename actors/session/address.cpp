// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/address.hpp"

#include "actors/session/unix_socket.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace leat {

namespace {

constexpr int unsent_at_most = 128 * 1024; // in the kernel; urgent frames have to wait for it

using address_list = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

address_list look_up(const socket_address& a, bool to_listen, std::string& error) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = to_listen ? AI_PASSIVE : 0;
  addrinfo* found = nullptr;
  const int code =
    getaddrinfo(a.host.c_str(), std::to_string(a.port).c_str(), &hints, &found);
  if (code != 0)
    error = a.host + ": " + gai_strerror(code);
  return {found, freeaddrinfo};
}

std::string error_text(int code) { return std::generic_category().message(code); }

void prepare(int socket) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_at_most, sizeof(unsent_at_most));
}

/// Waits for the connection; 0, or what is wrong.
int wait_connected(int socket, duration at_most, const std::stop_token& stop) {
  const owned_socket woken(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  const std::stop_callback wake(stop, [&] { eventfd_write(woken.get(), 1); });
  std::array<pollfd, 2> both{pollfd{socket, POLLOUT, 0}, pollfd{woken.get(), POLLIN, 0}};
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(at_most).count();
  const int n = poll(both.data(), both.size(), static_cast<int>(ms));
  if (n < 0)
    return errno;
  if (n == 0)
    return ETIMEDOUT;
  if ((both[1].revents & POLLIN) != 0)
    return ECANCELED;
  int code = 0;
  socklen_t size = sizeof(code);
  getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size);
  return code;
}

} // namespace

// -- addresses

socket_address socket_address::read(std::string_view text) {
  const auto wrong = [&](const char* why) {
    return std::invalid_argument("'" + std::string(text) + "' is no address: " + why
                                 + "; write HOST:PORT or [IPv6]:PORT");
  };
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    throw wrong("there is no port");
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    throw wrong("an IPv6 address stands in brackets");
  if (host.empty())
    throw wrong("there is no host");
  socket_address a{std::string(host), 0};
  const auto* end = text.data() + text.size();
  const auto [rest, code] = std::from_chars(text.data() + colon + 1, end, a.port);
  if (code != std::errc() || rest != end)
    throw wrong("the port is no number up to 65535");
  return a;
}

std::string socket_address::text() const {
  const bool ipv6 = host.find(':') != std::string::npos;
  return (ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

bool is_loopback(std::string_view host) { return host == "::1" || host.starts_with("127."); }

socket_address address_in(const sockaddr& raw, socklen_t size) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  getnameinfo(&raw, size, host.data(), host.size(), port.data(), port.size(),
              NI_NUMERICHOST | NI_NUMERICSERV);
  socket_address a{host.data(), 0};
  std::from_chars(port.data(), port.data() + std::strlen(port.data()), a.port);
  return a;
}

// -- sockets

int owned_socket::release() noexcept { return std::exchange(descriptor_, -1); }
owned_socket& owned_socket::operator=(owned_socket&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
owned_socket::~owned_socket() {
  if (descriptor_ >= 0)
    close(descriptor_);
}

socket_address address_of(const owned_socket& s) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  auto* raw = reinterpret_cast<sockaddr*>(&bound);
  if (getsockname(s.get(), raw, &size) != 0)
    throw std::system_error(errno, std::generic_category(), "leat: a socket without an address");
  return address_in(*raw, size);
}

dialled dial(const socket_address& to, duration at_most, const std::stop_token& stop,
             transport by) {
  dialled result;
  const auto found = look_up(to, false, result.error);
  for (const auto* a = found.get(); a != nullptr && !stop.stop_requested(); a = a->ai_next) {
    if (by == transport::nearest)
      if (auto near = dial_beside(*a->ai_addr, a->ai_addrlen))
        return {std::move(near), false, {}};
    owned_socket s(socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    int code = 0;
    if (!s)
      code = errno;
    else if (connect(s.get(), a->ai_addr, a->ai_addrlen) != 0)
      code = errno == EINPROGRESS ? wait_connected(s.get(), at_most, stop) : errno;
    if (code == 0) {
      prepare(s.get());
      return {std::move(s), false, {}};
    }
    result.refused = code == ECONNREFUSED;
    result.error = to.text() + ": " + error_text(code);
  }
  return result;
}

listening listen_on(const socket_address& at) {
  std::string error;
  const auto found = look_up(at, true, error);
  if (!found)
    throw std::invalid_argument("leat: cannot listen on " + error);
  owned_socket s(socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  if (!s || setsockopt(s.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0
      || bind(s.get(), found->ai_addr, found->ai_addrlen) != 0
      || listen(s.get(), listen_backlog) != 0)
    throw std::system_error(errno, std::generic_category(), "leat: cannot listen on " + at.text());
  prepare(s.get()); // what is accepted has the same options
  const auto bound = address_of(s);
  return {std::move(s), bound.port, is_loopback(bound.host)};
}

} // namespace leat
