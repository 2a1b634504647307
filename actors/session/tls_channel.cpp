// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/tls_channel.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace leat {

namespace {

/// What OpenSSL has to say of what went wrong last.
std::string said_by_openssl() {
  std::string all;
  while (const auto code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    all += (all.empty() ? "" : ", ") + std::string(reason != nullptr ? reason : "?");
  }
  return all;
}

[[noreturn]] void refuse(const std::string& option, const std::string& file) {
  throw std::invalid_argument(option + " " + file + ": " + said_by_openssl());
}

/// A record of TLS is a part of a handshake or an alert to begin with.
constexpr bool may_begin_tls(std::byte first) {
  return first == std::byte{0x16} || first == std::byte{0x15};
}
/// "Another version of the protocol", in the clear.
constexpr std::array<unsigned char, 7> alert{0x15, 3, 1, 0, 2, 2, 70};

} // namespace

// -- the context

void tls_context::free::operator()(ssl_ctx_st* context) const noexcept { SSL_CTX_free(context); }

tls_context::tls_context(const tls_files& files) : context_(SSL_CTX_new(TLS_method())) {
  ERR_clear_error();
  auto* to = context_.get();
  if (to == nullptr || SSL_CTX_set_min_proto_version(to, TLS1_2_VERSION) != 1)
    throw std::runtime_error("leat: OpenSSL has no TLS 1.2");
  if (SSL_CTX_use_certificate_chain_file(to, files.certificate.c_str()) != 1)
    refuse("--tls-certificate", files.certificate);
  if (SSL_CTX_use_PrivateKey_file(to, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    refuse("--tls-key", files.key);
  if (SSL_CTX_load_verify_locations(to, files.authority.c_str(), nullptr) != 1)
    refuse("--tls-authority", files.authority);
  SSL_CTX_set_verify(to, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_options(to, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(to, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(to, 0);
}

// -- a connection

void tls_channel::free::operator()(ssl_st* connection) const noexcept { SSL_free(connection); }

tls_channel::tls_channel(std::shared_ptr<const tls_context> with, side which,
                         const std::string& host)
  : context_(std::move(with)), connection_(SSL_new(context_->get())), in_(BIO_new(BIO_s_mem())),
    out_(BIO_new(BIO_s_mem())) {
  if (!connection_ || in_ == nullptr || out_ == nullptr)
    throw std::bad_alloc();
  SSL_set_bio(connection_.get(), in_, out_);
  if (which == side::listens) {
    SSL_set_accept_state(connection_.get());
    return;
  }
  SSL_set_connect_state(connection_.get());
  auto* checks = SSL_get0_param(connection_.get());
  if (X509_VERIFY_PARAM_set1_ip_asc(checks, host.c_str()) != 1) {
    X509_VERIFY_PARAM_set_hostflags(checks, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    X509_VERIFY_PARAM_set1_host(checks, host.c_str(), host.size());
    SSL_set_tlsext_host_name(connection_.get(), host.c_str());
  }
  go_on();
}

tls_channel::tls_channel(tls_channel&&) noexcept = default;
tls_channel& tls_channel::operator=(tls_channel&&) noexcept = default;
tls_channel::~tls_channel() = default;

void tls_channel::receive(std::span<const std::byte> encrypted) {
  if (!fault_.empty() || encrypted.empty())
    return;
  if (std::exchange(first_, false) && !may_begin_tls(encrypted.front())) {
    fault_ = "the other side does not encrypt; give all processes --tls-certificate, --tls-key and "
             "--tls-authority, or none";
    BIO_write(out_, alert.data(), alert.size()); // for its ears
    return;
  }
  BIO_write(in_, encrypted.data(), static_cast<int>(encrypted.size()));
  go_on();
}

/// As far as it comes with what is there.
void tls_channel::go_on() {
  ERR_clear_error();
  auto* c = connection_.get();
  if (!open_) {
    if (const int done = SSL_do_handshake(c); done != 1)
      return fail(done);
    // Else the binding could belong to two connections at once: RFC 7627.
    if (SSL_version(c) == TLS1_2_VERSION && SSL_get_extms_support(c) != 1) {
      fault_ = "the other side's TLS 1.2 has no extended master secret";
      return;
    }
    open_ = true;
  }
  std::array<std::byte, std::size_t{16} * 1024> part;
  for (;;) {
    const int n = SSL_read(c, part.data(), static_cast<int>(part.size()));
    if (n <= 0)
      return fail(n);
    received_.insert(received_.end(), part.begin(), part.begin() + n);
  }
}

void tls_channel::fail(int code) {
  switch (SSL_get_error(connection_.get(), code)) {
  case SSL_ERROR_WANT_READ:
  case SSL_ERROR_WANT_WRITE:
    return;
  case SSL_ERROR_ZERO_RETURN:
    return; // the other side says no more: the connection ends, too
  default:
    break;
  }
  const long verified = SSL_get_verify_result(connection_.get());
  const auto said = said_by_openssl();
  if (verified != X509_V_OK)
    fault_ = std::string("the other side's certificate is not accepted: ")
      + X509_verify_cert_error_string(verified);
  else
    fault_ = "TLS does not come about: " + (said.empty() ? "the connection broke off" : said);
}

void tls_channel::send(std::span<const std::byte> plain) {
  if (!open_ || !fault_.empty() || plain.empty())
    return;
  ERR_clear_error();
  if (const int n = SSL_write(connection_.get(), plain.data(), static_cast<int>(plain.size()));
      n <= 0)
    fail(n);
}

void tls_channel::close() {
  if (open_ && fault_.empty())
    SSL_shutdown(connection_.get());
}

std::vector<std::byte> tls_channel::take_output() {
  std::vector<std::byte> all(BIO_ctrl_pending(out_));
  if (!all.empty())
    BIO_read(out_, all.data(), static_cast<int>(all.size()));
  return all;
}

std::vector<std::byte> tls_channel::take_received() { return std::exchange(received_, {}); }

std::vector<std::byte> tls_channel::binding() const {
  constexpr std::string_view label = "EXPORTER-Channel-Binding";
  std::vector<std::byte> key(32);
  if (SSL_export_keying_material(connection_.get(), reinterpret_cast<unsigned char*>(key.data()),
                                 key.size(), label.data(), label.size(), nullptr, 0, 0)
      != 1)
    throw std::runtime_error("leat: OpenSSL gives no channel binding");
  return key;
}

} // namespace leat
