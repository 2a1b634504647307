// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace leat {

/// The other side says what no session says: the connection is closed.
class protocol_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which way a message goes: what is said on `orders` overtakes packets.
enum class lane : std::uint8_t { orders,
                                 packets };
/// One stream of messages in order, within a lane: an edge of a job.
enum class channel : std::uint64_t {};

/// Frames are what a connection carries once both sides have proved themselves: a length, a kind,
/// and what the kind says.
enum class frame_kind : std::uint8_t {
  resume,      // first on a connection: how many parts have come so far
  heartbeat,   // nothing; the sender lives
  acknowledge, // how many parts have come
  part,        // of a message, or all of it
  close,       // the session ends, by intention; why
};

struct part_header {
  std::uint64_t number = 0; // counts the parts of a session, from 0
  lane on{};
  channel in{};
  bool last = false; // of its message
};

constexpr std::size_t frame_header_bytes = sizeof(std::uint32_t) + 1;
constexpr std::size_t part_header_bytes = frame_header_bytes + 8 + 1 + 8 + 1;
constexpr std::size_t most_part_bytes = std::size_t{64} * 1024;
constexpr std::size_t most_frame_bytes = part_header_bytes + most_part_bytes;

/// What goes before the bytes of a part.
[[nodiscard]] std::array<char, part_header_bytes> encode_part(const part_header& h,
                                                              std::size_t bytes);
/// Bytes on their way to a socket, in the type that CAF has for them.
using write_buffer = std::vector<char>;
void append_frame(write_buffer& to, frame_kind kind, std::uint64_t number);
void append_frame(write_buffer& to, frame_kind kind, const std::string& text = {});

struct frame {
  frame_kind kind{};
  std::span<const std::byte> body;
};

/// Cuts what comes into frames.
class frame_reader {
 public:
  void add(std::span<const std::byte> bytes);
  /// The next whole frame; its body lies in the reader until the next call. Throws
  /// `protocol_error`.
  [[nodiscard]] std::optional<frame> next();
  void clear();

 private:
  std::vector<std::byte> bytes_;
  std::size_t at_ = 0;
};

[[nodiscard]] std::uint64_t number_in(const frame& f);
[[nodiscard]] std::string text_in(const frame& f);
/// Takes the header off the body. Throws `protocol_error`.
[[nodiscard]] part_header part_in(frame& f);

} // namespace leat
