// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/turns.hpp"

#include <algorithm>
#include <utility>

namespace leat {

namespace {
constexpr channel of_orders{};
} // namespace

void turns::add(lane on, channel in, std::vector<std::byte> message) {
  auto shared = std::make_shared<const std::vector<std::byte>>(std::move(message));
  if (on == lane::orders) {
    orders_.messages.push_back(std::move(shared));
    return;
  }
  auto& queue = channels_[in];
  if (queue.messages.empty()) {
    queue.left = most_part_bytes;
    round_.push_back(in);
  }
  queue.messages.push_back(std::move(shared));
}

outgoing_part turns::take(queue& from, lane on, channel in) {
  auto& message = from.messages.front();
  outgoing_part part{.header = {.on = on, .in = in}, .message = message, .begin = from.sent};
  part.end = std::min(message->size(), part.begin + most_part_bytes);
  part.header.last = part.end == message->size();
  from.sent = part.end;
  if (part.header.last) {
    from.messages.pop_front();
    from.sent = 0;
  }
  return part;
}

std::optional<outgoing_part> turns::next() {
  if (!orders_.messages.empty())
    return take(orders_, lane::orders, of_orders);
  if (round_.empty())
    return std::nullopt;
  const channel in = round_.front();
  auto& queue = channels_[in];
  auto part = take(queue, lane::packets, in);
  queue.left -= std::min(queue.left, part.bytes() + part_header_bytes);
  if (queue.messages.empty()) {
    channels_.erase(in);
    round_.pop_front();
  } else if (queue.left == 0) {
    queue.left = most_part_bytes;
    round_.splice(round_.end(), round_, round_.begin());
  }
  return part;
}

} // namespace leat
