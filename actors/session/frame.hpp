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
  resume,      // first on a connection: whose session it is, and how many parts have come so far
  heartbeat,   // nothing; the sender lives
  acknowledge, // how many parts have come
  part,        // of a message, or all of it
  close,       // the session ends, by intention; why
};

/// Where a side goes on on a new connection.
struct resumption {
  std::uint64_t session = 0;  // a number that its side drew
  std::uint64_t received = 0; // parts
};

struct part_header {
  std::uint64_t number = 0; // counts the parts of a session, from 0
  lane on{};
  channel in{};
  bool last = false; // of its message
};

constexpr std::size_t frame_header_bytes = sizeof(std::uint32_t) + 1;
constexpr std::size_t part_header_bytes = frame_header_bytes + 8 + 1 + 8 + 1;
constexpr std::size_t most_part_bytes = std::size_t{72} * 1024; // a chunk of 64 KiB in one
constexpr std::size_t most_frame_bytes = part_header_bytes + most_part_bytes;

/// What a packet with one item has beside it: its weight, its time, its edge's life.
constexpr std::size_t most_beside_item = 64;
constexpr std::size_t most_order_bytes = std::size_t{64} * 1024 * 1024;

/// What goes before the bytes of a part.
[[nodiscard]] std::array<char, part_header_bytes> encode_part(const part_header& h,
                                                              std::size_t bytes);
/// Bytes on their way to a socket, in the type that CAF has for them.
using write_buffer = std::vector<char>;
void append_frame(write_buffer& to, frame_kind kind, std::uint64_t number);
void append_frame(write_buffer& to, const resumption& where);
void append_frame(write_buffer& to, frame_kind kind, const std::string& text = {});

struct frame {
  frame_kind kind{};
  std::span<const std::byte> body; // of a part: its header
  std::vector<std::byte> part{};   // what it carries
};

/// Cuts what comes into frames. What a part carries is copied once, to where it stays.
class frame_reader {
 public:
  /// The bytes must stay there until `next` has found nothing more in them.
  void add(std::span<const std::byte> bytes) { fresh_ = bytes; }
  /// The next whole frame; its body stays until the next call. Throws `protocol_error`.
  [[nodiscard]] std::optional<frame> next();
  void clear();

 private:
  bool gather(std::vector<std::byte>& to, std::size_t n);

  std::span<const std::byte> fresh_;
  std::vector<std::byte> begun_; // a frame of which not all has come, or that was the last one
  std::vector<std::byte> part_;  // what it carries
  bool given_ = false;           // it was the last one
};

[[nodiscard]] std::uint64_t number_in(const frame& f);
[[nodiscard]] resumption resumption_in(const frame& f);
[[nodiscard]] std::string text_in(const frame& f);
/// Throws `protocol_error`.
[[nodiscard]] part_header header_in(const frame& f);

} // namespace leat
