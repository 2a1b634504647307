// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/unix_socket.hpp"

#include <netdb.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>

namespace leat {

namespace {

constexpr int backlog = 128;

/// Of an address of TCP, as numbers.
struct endpoint {
  std::string host, port;

  endpoint(const sockaddr& of, socklen_t size) {
    std::array<char, NI_MAXHOST> host_text{};
    std::array<char, NI_MAXSERV> port_text{};
    getnameinfo(&of, size, host_text.data(), host_text.size(), port_text.data(), port_text.size(),
                NI_NUMERICHOST | NI_NUMERICSERV);
    host = host_text.data();
    port = port_text.data();
  }
};

/// Where a socket is bound.
endpoint own_end(const owned_socket& s) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  auto* address = reinterpret_cast<sockaddr*>(&bound);
  if (getsockname(s.get(), address, &size) != 0)
    throw std::system_error(errno, std::generic_category(), "leat: a socket without an address");
  return {*address, size};
}

/// To what is here the kernel would send from there, or from loopback.
bool is_of_this_machine(const sockaddr& tcp, socklen_t size, const std::string& host) {
  const owned_socket datagrams(socket(tcp.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!datagrams || connect(datagrams.get(), &tcp, size) != 0) // sends nothing
    return false;
  const auto from = own_end(datagrams).host;
  return from == host || from == "::1" || from.starts_with("127.");
}

owned_socket unix_socket() {
  return owned_socket(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

class unix_address {
 public:
  unix_address(const std::string& host, const std::string& port) {
    const std::string text = "leat " + host + " " + port;
    address_.sun_family = AF_UNIX; // the name begins with a zero: it is no file
    const auto length = std::min(text.size(), sizeof(address_.sun_path) - 1);
    std::copy_n(text.begin(), length, address_.sun_path + 1);
    size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + length);
  }
  [[nodiscard]] const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&address_); }
  [[nodiscard]] socklen_t size() const { return size_; }

 private:
  sockaddr_un address_{};
  socklen_t size_ = 0;
};

/// Of who listens at the other end.
bool belongs_to_us_or_root(const owned_socket& s) {
  ucred other{};
  socklen_t size = sizeof(other);
  return getsockopt(s.get(), SOL_SOCKET, SO_PEERCRED, &other, &size) == 0
    && (other.uid == geteuid() || other.uid == 0);
}

owned_socket connect_to(const unix_address& there) {
  auto s = unix_socket();
  if (s && connect(s.get(), there.raw(), there.size()) == 0 && belongs_to_us_or_root(s))
    return s;
  return {};
}

} // namespace

owned_socket listen_beside(const owned_socket& tcp) {
  const auto at = own_end(tcp);
  const unix_address name(at.host, at.port);
  auto s = unix_socket();
  if (!s || bind(s.get(), name.raw(), name.size()) != 0 || listen(s.get(), backlog) != 0)
    throw std::system_error(errno, std::generic_category(),
                            "leat: no Unix-domain socket beside port " + at.port);
  return s;
}

owned_socket dial_beside(const sockaddr& tcp, socklen_t size) {
  const endpoint to(tcp, size);
  if (!is_of_this_machine(tcp, size, to.host))
    return {};
  auto s = connect_to({to.host, to.port});
  if (!s)
    s = connect_to({tcp.sa_family == AF_INET ? "0.0.0.0" : "::", to.port});
  return s;
}

} // namespace leat
