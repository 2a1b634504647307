// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/handshake.hpp"

#include <leat/bytes.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace leat {

namespace {

constexpr std::array<char, 4> magic{'L', 'E', 'A', 'T'};
constexpr std::size_t hello_bytes = magic.size() + sizeof(hello::version) + sizeof(hello::from)
  + sizeof(hello::cluster) + sizeof(hello::index) + sizeof(hello::nonce);

std::vector<std::byte> bytes_of(const hello& h) {
  std::vector<std::byte> bytes;
  byte_writer out(bytes);
  out.write(magic.data(), magic.size());
  out.write(h.version);
  out.write(h.from.bits.data(), h.from.bits.size());
  out.write(h.cluster.bits.data(), h.cluster.bits.size());
  out.write(h.index);
  out.write(h.nonce.data(), h.nonce.size());
  return bytes;
}

hello hello_of(std::span<const std::byte> bytes) {
  byte_reader in(bytes.subspan(magic.size()));
  hello h;
  h.version = in.read<std::uint16_t>();
  in.read(h.from.bits.data(), h.from.bits.size());
  in.read(h.cluster.bits.data(), h.cluster.bits.size());
  h.index = in.read<std::uint32_t>();
  in.read(h.nonce.data(), h.nonce.size());
  return h;
}

} // namespace

handshake::handshake(side which, const hello& own, std::string token,
                     std::span<const std::byte> exporter)
  : side_(which), own_(own), token_(std::move(token)), exporter_(exporter.begin(), exporter.end()) {
  if (side_ == side::connects)
    say(bytes_of(own_));
}

void handshake::say(std::span<const std::byte> bytes) {
  out_.insert(out_.end(), bytes.begin(), bytes.end());
  said_.insert(said_.end(), bytes.begin(), bytes.end());
}

void handshake::refuse(answer why) {
  switch (why) {
  case answer::yes:
    return;
  case answer::other_version:
    refusal_ = "the other side speaks another version of the protocol; run the same program on "
               "both sides";
    break;
  case answer::other_token:
    refusal_ = "the tokens differ; give both sides the same --token-file or LEAT_TOKEN";
    break;
  case answer::yourself:
    refusal_ = "the process has connected to itself; look at the addresses";
    break;
  case answer::full:
    turned_away_ = true;
    refusal_ = "the other side has too many connections that have not proved yet who they are; "
               "try again later";
    break;
  }
  if (side_ == side::listens) {
    const std::byte no{static_cast<std::uint8_t>(why)};
    say({&no, 1});
  }
}

void handshake::turn_away() { refuse(answer::full); }

void handshake::receive(std::span<const std::byte> bytes) {
  in_.insert(in_.end(), bytes.begin(), bytes.end());
  if (over())
    return;
  step();
  if (!over() && in_.size() > most_bytes)
    refusal_ = "the other side says more than a handshake has";
}

std::vector<std::byte> handshake::take_output() { return std::exchange(out_, {}); }
std::vector<std::byte> handshake::take_rest() { return std::exchange(in_, {}); }

bool handshake::take(std::span<std::byte> into) {
  if (in_.size() < into.size())
    return false;
  std::copy_n(in_.begin(), into.size(), into.begin());
  in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(into.size()));
  said_.insert(said_.end(), into.begin(), into.end());
  return true;
}

/// The other side encrypts, and this one does not.
bool handshake::meets_tls() {
  if (in_.empty() || (in_.front() != std::byte{0x16} && in_.front() != std::byte{0x15}))
    return false;
  refusal_ = "the other side encrypts; give all processes --tls-certificate, --tls-key and "
             "--tls-authority, or none";
  if (side_ == side::listens) { // no TLS, as it will see
    const std::byte no{static_cast<std::uint8_t>(answer::other_version)};
    say({&no, 1});
  }
  return true;
}

bool handshake::take_answer() {
  if (answered_)
    return true;
  if (meets_tls())
    return false;
  std::byte what{};
  if (!take({&what, 1}))
    return false;
  const auto code = std::to_integer<std::uint8_t>(what);
  if (code == static_cast<std::uint8_t>(answer::yes))
    answered_ = true;
  else if (code <= static_cast<std::uint8_t>(answer::full))
    refuse(static_cast<answer>(code));
  else
    refusal_ = "the other side is no Leat process";
  return answered_;
}

/// Looks at the first bytes before the others are there: a stranger who sends something else, or
/// nothing, is not waited for.
bool handshake::take_hello() {
  if (stage_ == 0 && meets_tls())
    return false;
  const auto known = static_cast<std::ptrdiff_t>(std::min(in_.size(), magic.size()));
  const auto same = [](std::byte b, char c) { return b == static_cast<std::byte>(c); };
  if (!std::equal(in_.begin(), in_.begin() + known, magic.begin(), same)) {
    refusal_ = "the other side is no Leat process";
    return false;
  }
  std::array<std::byte, hello_bytes> bytes;
  if (!take(bytes))
    return false;
  other_ = hello_of(bytes);
  if (other_.version != own_.version)
    refuse(answer::other_version);
  else if (other_.from == own_.from)
    refuse(answer::yourself);
  return refusal_.empty();
}

handshake::proof handshake::prove(const char* as) const {
  std::vector<std::byte> over(std::strlen(as));
  std::memcpy(over.data(), as, over.size());
  over.insert(over.end(), said_.begin(), said_.end());
  over.insert(over.end(), exporter_.begin(), exporter_.end());
  proof made{};
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), token_.data(), static_cast<int>(token_.size()),
           reinterpret_cast<const unsigned char*>(over.data()), over.size(),
           reinterpret_cast<unsigned char*>(made.data()), &length)
        == nullptr
      || length != made.size())
    throw std::runtime_error("leat: OpenSSL makes no HMAC-SHA-256");
  return made;
}

void handshake::step() {
  constexpr const char* as_connector = "leat connect";
  constexpr const char* as_listener = "leat accept";
  const std::byte yes{};
  const bool listens = side_ == side::listens;
  if (stage_ == 0) { // the other's hello
    if ((!listens && !take_answer()) || !take_hello())
      return;
    if (listens) {
      say({&yes, 1});
      say(bytes_of(own_));
    } else {
      say(prove(as_connector));
    }
    stage_ = 1;
    answered_ = false;
  }
  if (stage_ == 1) { // its proof
    if (!listens && !take_answer())
      return;
    const proof expected = prove(listens ? as_connector : as_listener);
    proof given{};
    if (!take(given))
      return;
    if (CRYPTO_memcmp(given.data(), expected.data(), expected.size()) != 0)
      return refuse(answer::other_token);
    if (listens) {
      say({&yes, 1});
      say(prove(as_listener));
    }
    proved_ = other_;
  }
}

} // namespace leat
