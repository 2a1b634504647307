// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/frame.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace leat {

namespace {

template <class T>
char* put(char* to, T x) {
  std::memcpy(to, &x, sizeof(x));
  return to + sizeof(x);
}
template <class T>
T get(std::span<const std::byte> from, std::size_t at) {
  T x;
  std::memcpy(&x, from.data() + at, sizeof(x));
  return x;
}

void append_header(write_buffer& to, frame_kind kind, std::size_t body) {
  std::array<char, frame_header_bytes> header{};
  put(put(header.data(), static_cast<std::uint32_t>(body + 1)), kind);
  to.insert(to.end(), header.begin(), header.end());
}

} // namespace

std::array<char, part_header_bytes> encode_part(const part_header& h, std::size_t bytes) {
  std::array<char, part_header_bytes> header{};
  const auto length = part_header_bytes - sizeof(std::uint32_t) + bytes;
  auto* to = put(put(header.data(), static_cast<std::uint32_t>(length)), frame_kind::part);
  put(put(put(put(to, h.number), h.on), h.in), static_cast<std::uint8_t>(h.last));
  return header;
}

void append_frame(write_buffer& to, frame_kind kind, std::uint64_t number) {
  append_header(to, kind, sizeof(number));
  std::array<char, sizeof(number)> body{};
  put(body.data(), number);
  to.insert(to.end(), body.begin(), body.end());
}

void append_frame(write_buffer& to, const resumption& where) {
  std::array<char, sizeof(where.session) + sizeof(where.received)> body{};
  put(put(body.data(), where.session), where.received);
  append_header(to, frame_kind::resume, body.size());
  to.insert(to.end(), body.begin(), body.end());
}

void append_frame(write_buffer& to, frame_kind kind, const std::string& text) {
  append_header(to, kind, text.size());
  to.insert(to.end(), text.begin(), text.end());
}

namespace {

/// Bytes of the frame that begins so, behind its length.
std::size_t length_of(std::span<const std::byte> begin) {
  const std::size_t length = get<std::uint32_t>(begin, 0);
  if (length == 0 || length > most_frame_bytes)
    throw protocol_error("a frame of " + std::to_string(length) + " bytes");
  return length;
}

frame_kind kind_of(std::span<const std::byte> begin) {
  const auto kind = get<std::uint8_t>(begin, sizeof(std::uint32_t));
  if (kind > static_cast<std::uint8_t>(frame_kind::close))
    throw protocol_error("a frame of the unknown kind " + std::to_string(kind));
  return static_cast<frame_kind>(kind);
}

} // namespace

/// Moves fresh bytes there, until there are n.
bool frame_reader::gather(std::vector<std::byte>& to, std::size_t n) {
  const auto some = fresh_.first(std::min(n - std::min(n, to.size()), fresh_.size()));
  to.insert(to.end(), some.begin(), some.end());
  fresh_ = fresh_.subspan(some.size());
  return to.size() >= n;
}

std::optional<frame> frame_reader::next() {
  if (std::exchange(given_, false))
    begun_.clear();
  if (!gather(begun_, frame_header_bytes))
    return std::nullopt;
  const auto bytes = sizeof(std::uint32_t) + length_of(begun_);
  const auto kind = kind_of(begun_);
  const bool carries = kind == frame_kind::part;
  if (carries && bytes < part_header_bytes)
    throw protocol_error("a part without a header");
  if (!gather(begun_, carries ? part_header_bytes : bytes))
    return std::nullopt;
  if (carries) {
    part_.reserve(bytes - part_header_bytes);
    if (!gather(part_, bytes - part_header_bytes))
      return std::nullopt;
  }
  given_ = true;
  return frame{kind, std::span(begun_).subspan(frame_header_bytes), std::exchange(part_, {})};
}

void frame_reader::clear() {
  fresh_ = {};
  begun_.clear();
  part_.clear();
  given_ = false;
}

std::uint64_t number_in(const frame& f) {
  if (f.body.size() != sizeof(std::uint64_t))
    throw protocol_error("a number of " + std::to_string(f.body.size()) + " bytes");
  return get<std::uint64_t>(f.body, 0);
}

resumption resumption_in(const frame& f) {
  if (f.body.size() != 2 * sizeof(std::uint64_t))
    throw protocol_error("a resumption of " + std::to_string(f.body.size()) + " bytes");
  return {get<std::uint64_t>(f.body, 0), get<std::uint64_t>(f.body, sizeof(std::uint64_t))};
}

std::string text_in(const frame& f) {
  constexpr std::size_t most = 1000; // it may come to stand in a log
  std::string text(reinterpret_cast<const char*>(f.body.data()), std::min(f.body.size(), most));
  std::replace_if(
    text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 127; }, '?');
  return text;
}

part_header header_in(const frame& f) {
  const auto on = get<std::uint8_t>(f.body, 8);
  const auto last = get<std::uint8_t>(f.body, 17);
  if (on > static_cast<std::uint8_t>(lane::packets) || last > 1)
    throw protocol_error("a part of no lane");
  return {get<std::uint64_t>(f.body, 0), static_cast<lane>(on),
          channel(get<std::uint64_t>(f.body, 9)), last == 1};
}

} // namespace leat
