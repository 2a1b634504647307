// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <sys/socket.h>

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

namespace leat {

/// HOST:PORT, [IPv6]:PORT.
struct socket_address {
  std::string host;
  std::uint16_t port = 0;

  /// Throws `std::invalid_argument` that names what is wrong with the text.
  static socket_address read(std::string_view text);
  [[nodiscard]] std::string text() const;
};

/// Nobody from another machine can reach it. `host` as numbers.
[[nodiscard]] bool is_loopback(std::string_view host);

/// A socket, closed with its owner.
class owned_socket {
 public:
  owned_socket() = default;
  explicit owned_socket(int descriptor) : descriptor_(descriptor) {}
  owned_socket(owned_socket&& other) noexcept : descriptor_(other.release()) {}
  owned_socket& operator=(owned_socket&& other) noexcept;
  ~owned_socket();

  [[nodiscard]] int get() const noexcept { return descriptor_; }
  int release() noexcept;
  explicit operator bool() const noexcept { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

/// As numbers.
[[nodiscard]] socket_address address_in(const sockaddr& raw, socklen_t size);
/// Of this end. Throws `std::system_error`.
[[nodiscard]] socket_address address_of(const owned_socket& s);

constexpr int listen_backlog = 128;

/// What came of an attempt to connect.
struct dialled {
  owned_socket socket;
  bool refused = false; // nobody listens there
  std::string error;
};

enum class transport {
  tcp,
  nearest, // the Unix-domain socket beside it, if it is there (`listen_beside`)
};

/// Connects; waits until it has, at most `at_most`, or until `stop`. (Looking up a name may take
/// longer.)
[[nodiscard]] dialled dial(const socket_address& to, duration at_most, const std::stop_token& stop,
                           transport by = transport::tcp);

/// A listening socket, and the port it has got: port 0 means any. Throws `std::system_error`.
struct listening {
  owned_socket socket;
  std::uint16_t port = 0;
  bool loopback = false; // nobody from another machine can reach it
};
[[nodiscard]] listening listen_on(const socket_address& at);

} // namespace leat
