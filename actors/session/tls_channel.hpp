// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct ssl_ctx_st;
struct ssl_st;
struct bio_st;

namespace leat {

/// Where a process has its certificate (with what leads to the authority), the key of it, and the
/// certificate of the authority that all processes of a cluster trust. PEM.
struct tls_files {
  std::string certificate;
  std::string key;
  std::string authority;
};

/// What all TLS connections of a process have in common: TLS 1.2 or newer, a certificate on both
/// sides, no tickets, no renegotiation, no compression.
class tls_context {
 public:
  /// Throws `std::invalid_argument` that names the file and says what is wrong with it.
  explicit tls_context(const tls_files& files);
  [[nodiscard]] ssl_ctx_st* get() const noexcept { return context_.get(); }

 private:
  struct free {
    void operator()(ssl_ctx_st* context) const noexcept;
  };
  std::unique_ptr<ssl_ctx_st, free> context_;
};

/// One TLS connection, without a socket: what comes from it goes in, what is for it comes out, and
/// so do the plain bytes on the other side.
class tls_channel {
 public:
  enum class side { connects,
                    listens };
  /// `host`: whom the certificate of a listener must be for, a name or an IP address.
  tls_channel(std::shared_ptr<const tls_context> with, side which, const std::string& host);
  tls_channel(tls_channel&&) noexcept;
  tls_channel& operator=(tls_channel&&) noexcept;
  ~tls_channel();

  /// From the socket.
  void receive(std::span<const std::byte> encrypted);
  /// Once it is open. What comes out is a little more than what goes in.
  void send(std::span<const std::byte> plain);
  /// Says that nothing follows.
  void close();

  [[nodiscard]] std::vector<std::byte> take_output();
  [[nodiscard]] std::vector<std::byte> take_received();
  /// Both sides have shown their certificates. (The listener may still find fault with the
  /// connector's.)
  [[nodiscard]] bool is_open() const noexcept { return open_; }
  /// Why it came to nothing; empty if it has not.
  [[nodiscard]] const std::string& fault() const noexcept { return fault_; }
  /// What only the two ends of this very connection know. Requires that it is open. RFC 9266.
  [[nodiscard]] std::vector<std::byte> binding() const;

 private:
  struct free {
    void operator()(ssl_st* connection) const noexcept;
  };

  void go_on();
  void fail(int code);

  std::shared_ptr<const tls_context> context_;
  std::unique_ptr<ssl_st, free> connection_;
  bio_st* in_ = nullptr;  // belongs to the connection
  bio_st* out_ = nullptr; // the same
  std::vector<std::byte> received_;
  bool first_ = true; // nothing has come yet
  bool open_ = false;
  std::string fault_;
};

} // namespace leat
