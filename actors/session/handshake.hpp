// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/incarnation.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace leat {

/// What a process says of itself when a connection begins.
struct hello {
  std::uint16_t version = 0; // of the protocol
  incarnation from{};
  incarnation cluster{};   // of the coordinator that the session serves
  std::uint32_t index = 0; // of the process in that cluster
  std::array<std::byte, 32> nonce{};
};

/// How two processes find out that both know the token, before anything else is said. Feeds on
/// bytes and gives bytes; its host carries them.
///
/// The connector speaks first: hello, answer, proof, answer. The proofs are HMAC-SHA-256 under the
/// token over a word for the side, all that was said before, and the TLS exporter if there is TLS
/// (so that nobody in between can pass them on: RFC 9266). An answer begins with a byte that says
/// whether, or why not. Neither side sends more than 512 bytes.
class handshake {
 public:
  enum class side { connects,
                    listens };
  static constexpr std::uint16_t version = 1;
  static constexpr std::size_t most_bytes = 512;

  /// `exporter`: the TLS keying material of the connection; empty without TLS.
  handshake(side which, const hello& own, std::string token, std::span<const std::byte> exporter);

  void receive(std::span<const std::byte> bytes);
  /// The listener has no place for another; it says so.
  void turn_away();

  /// What is to be sent now.
  [[nodiscard]] std::vector<std::byte> take_output();
  /// Who the other one is, once it has proved that it knows the token.
  [[nodiscard]] const std::optional<hello>& peer() const noexcept { return proved_; }
  /// Why there will be no session; empty if nothing speaks against it yet. What is still to be sent
  /// goes before the connection is closed.
  [[nodiscard]] const std::string& refusal() const noexcept { return refusal_; }
  [[nodiscard]] bool over() const noexcept { return proved_ || !refusal_.empty(); }
  /// Of a refusal: later it may be otherwise.
  [[nodiscard]] bool turned_away() const noexcept { return turned_away_; }
  /// What came behind the handshake.
  [[nodiscard]] std::vector<std::byte> take_rest();

 private:
  enum class answer : std::uint8_t { yes,
                                     other_version,
                                     other_token,
                                     yourself,
                                     full };
  using proof = std::array<std::byte, 32>;

  void say(std::span<const std::byte> bytes);
  void refuse(answer why);
  [[nodiscard]] bool take(std::span<std::byte> into);
  [[nodiscard]] bool meets_tls();
  [[nodiscard]] bool take_hello();
  [[nodiscard]] bool take_answer();
  [[nodiscard]] proof prove(const char* as) const;
  void step();

  const side side_;
  const hello own_;
  const std::string token_;
  const std::vector<std::byte> exporter_;
  std::vector<std::byte> said_; // by both, in order
  std::vector<std::byte> in_, out_;
  bool answered_ = false; // of the answer that is read: its first byte was yes
  int stage_ = 0;
  hello other_{};
  std::optional<hello> proved_;
  std::string refusal_;
  bool turned_away_ = false;
};

} // namespace leat
