// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/outgoing_bytes.hpp"

#include <algorithm>

namespace leat {

namespace {
constexpr std::size_t worth_a_piece = 1024; // bytes; to copy fewer takes less than to list them
} // namespace

void outgoing_bytes::add(std::span<const char> frames) {
  copied_.insert(copied_.end(), frames.begin(), frames.end());
  size_ += frames.size();
}

void outgoing_bytes::add(const outgoing_part& part) {
  add(encode_part(part.header, part.bytes()));
  const std::span bytes(reinterpret_cast<const char*>(part.message->data()) + part.begin,
                        part.bytes());
  if (bytes.size() < worth_a_piece)
    return add(bytes);
  bodies_.push_back({copied_.size(), part.message, bytes});
  size_ += bytes.size();
}

std::vector<std::span<const char>> outgoing_bytes::pieces() const {
  std::vector<std::span<const char>> all;
  all.reserve(2 * bodies_.size() + 1);
  const std::span copied(copied_);
  std::size_t listed = 0;
  for (const auto& b : bodies_) {
    all.push_back(copied.subspan(listed, b.at - listed));
    all.push_back(b.bytes);
    listed = b.at;
  }
  if (listed < copied.size())
    all.push_back(copied.subspan(listed));
  return all;
}

void outgoing_bytes::append_to(write_buffer& to, std::size_t behind) const {
  if (behind == size_)
    return;
  to.reserve(to.size() + size_ - behind);
  for (const auto piece : pieces()) {
    const auto skipped = std::min(behind, piece.size());
    to.insert(to.end(), piece.begin() + static_cast<std::ptrdiff_t>(skipped), piece.end());
    behind -= skipped;
  }
}

} // namespace leat
