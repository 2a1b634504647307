// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/frame.hpp"
#include "actors/session/turns.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace leat {

/// What is to be written: frames, and between them what large parts carry, which stays where it was
/// made and is not copied.
class outgoing_bytes {
 public:
  void add(std::span<const char> frames);
  /// With its header.
  void add(const outgoing_part& part);
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// All pieces in order, as long as nothing is added.
  [[nodiscard]] std::vector<std::span<const char>> pieces() const;
  /// Appends what follows the first bytes.
  void append_to(write_buffer& to, std::size_t behind = 0) const;

 private:
  struct body {
    std::size_t at = 0; // so many bytes of `copied_` go before it
    std::shared_ptr<const std::vector<std::byte>> message;
    std::span<const char> bytes;
  };
  write_buffer copied_;
  std::vector<body> bodies_;
  std::size_t size_ = 0;
};

} // namespace leat
