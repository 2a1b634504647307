// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/unix_socket.hpp"

#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>

namespace leat {

namespace {

/// To what is here the kernel would send from there, or from loopback.
bool is_of_this_machine(const sockaddr& tcp, socklen_t size) {
  const owned_socket datagrams(socket(tcp.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!datagrams || connect(datagrams.get(), &tcp, size) != 0) // sends nothing
    return false;
  const auto from = address_of(datagrams).host;
  return is_loopback(from) || from == address_in(tcp, size).host;
}

owned_socket unix_socket() {
  return owned_socket(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

class unix_address {
 public:
  explicit unix_address(const socket_address& tcp) {
    const std::string text = "leat " + tcp.text();
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
  const auto at = address_of(tcp);
  const unix_address name(at);
  auto s = unix_socket();
  if (!s || bind(s.get(), name.raw(), name.size()) != 0 || listen(s.get(), listen_backlog) != 0)
    throw std::system_error(errno, std::generic_category(),
                            "leat: no Unix-domain socket beside " + at.text());
  return s;
}

owned_socket dial_beside(const sockaddr& tcp, socklen_t size) {
  if (!is_of_this_machine(tcp, size))
    return {};
  auto to = address_in(tcp, size);
  auto s = connect_to(unix_address(to));
  if (!s) {
    to.host = tcp.sa_family == AF_INET ? "0.0.0.0" : "::"; // all of its addresses
    s = connect_to(unix_address(to));
  }
  return s;
}

} // namespace leat
