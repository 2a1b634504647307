// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/frame.hpp"

#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace leat {

/// A part of a message on its way. The message stays where it was made until nobody needs it.
struct outgoing_part {
  part_header header;
  std::shared_ptr<const std::vector<std::byte>> message;
  std::size_t begin = 0, end = 0; // in it

  [[nodiscard]] std::size_t bytes() const noexcept { return end - begin; }
};

/// Messages that wait to be sent. Those of the lane of orders go first, in their order; the
/// channels of packets take turns by bytes (deficit round robin, Shreedhar and Varghese 1995), so
/// that a large item holds up no other edge for longer than a part of it takes.
class turns {
 public:
  void add(lane on, channel in, std::vector<std::byte> message);
  /// The next part; without its number.
  [[nodiscard]] std::optional<outgoing_part> next();
  [[nodiscard]] bool empty() const noexcept { return orders_.messages.empty() && round_.empty(); }

 private:
  struct queue {
    std::deque<std::shared_ptr<const std::vector<std::byte>>> messages;
    std::size_t sent = 0; // of the first
    std::size_t left = 0; // of its turn, in bytes
  };
  static outgoing_part take(queue& from, lane on, channel in);

  queue orders_;
  std::map<channel, queue> channels_; // that have messages
  std::list<channel> round_;          // the first has its turn
};

} // namespace leat
