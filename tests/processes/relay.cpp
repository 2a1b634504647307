// SPDX-License-Identifier: BSD-3-Clause
#include "relay.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <deque>
#include <stop_token>
#include <utility>
#include <vector>

namespace {

using clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_around(20);                 // after which the end is seen
constexpr std::size_t most_held = std::size_t{1} << 20; // bytes on their way

/// Waits until the socket can be read or written; false if it is time to end.
bool wait_for(const leat::owned_socket& s, short what, const std::stop_token& stop) {
  pollfd one{s.get(), what, 0};
  while (!stop.stop_requested())
    if (poll(&one, 1, static_cast<int>(look_around.count())) > 0)
      return true;
  return false;
}

/// One way of a connection.
class way {
 public:
  way(const leat::owned_socket& from, const leat::owned_socket& to) : from_(from), to_(to) {}

  [[nodiscard]] pollfd readable() const {
    return {from_.get(), static_cast<short>(held_ < most_held ? POLLIN : 0), 0};
  }
  [[nodiscard]] milliseconds patience(clock::time_point now) const {
    if (pieces_.empty())
      return look_around;
    const auto left = std::chrono::ceil<milliseconds>(pieces_.front().due - now);
    return std::clamp(left, milliseconds(0), look_around);
  }
  /// False when the sender has closed.
  bool take(milliseconds delay, std::atomic<bool>& garbles) {
    std::vector<char> bytes(65536);
    const auto n = recv(from_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (n <= 0)
      return false;
    bytes.resize(static_cast<std::size_t>(n));
    if (garbles.exchange(false))
      bytes.back() = static_cast<char>(bytes.back() ^ 1);
    held_ += bytes.size();
    pieces_.push_back({clock::now() + delay, std::move(bytes)});
    return true;
  }
  /// False when the receiver has closed, or it is time to end.
  bool give(const std::stop_token& stop) {
    while (!pieces_.empty() && pieces_.front().due <= clock::now()) {
      const auto bytes = std::move(pieces_.front().bytes);
      pieces_.pop_front();
      held_ -= bytes.size();
      for (std::size_t sent = 0; sent < bytes.size();) {
        if (!wait_for(to_, POLLOUT, stop))
          return false;
        const auto went =
          send(to_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (went < 0)
          return false;
        sent += static_cast<std::size_t>(went);
      }
    }
    return true;
  }

 private:
  struct piece {
    clock::time_point due;
    std::vector<char> bytes;
  };
  const leat::owned_socket& from_;
  const leat::owned_socket& to_;
  std::deque<piece> pieces_;
  std::size_t held_ = 0;
};

void carry(const leat::owned_socket& near, const leat::socket_address& to,
           const std::atomic<milliseconds>& delay, std::atomic<bool>& garbles,
           const std::stop_token& stop) {
  const auto there = leat::dial(to, std::chrono::seconds(10), stop);
  if (!there.socket)
    return;
  std::array<way, 2> ways{way(near, there.socket), way(there.socket, near)};
  while (!stop.stop_requested()) {
    std::array<pollfd, 2> both{ways[0].readable(), ways[1].readable()};
    const auto now = clock::now();
    const auto patience = std::min(ways[0].patience(now), ways[1].patience(now));
    poll(both.data(), both.size(), static_cast<int>(patience.count()));
    for (std::size_t i = 0; i < 2; ++i)
      if ((both[i].revents != 0 && !ways[i].take(delay, garbles)) || !ways[i].give(stop))
        return;
  }
}

} // namespace

relay::relay(const std::string& to, int connections) {
  auto here = leat::listen_on({"127.0.0.1", 0});
  address_ = leat::socket_address{"127.0.0.1", here.port}.text();
  acceptor_ = std::jthread([this, here = std::move(here), target = leat::socket_address::read(to),
                            left = connections](const std::stop_token& stop) mutable {
    for (; left > 0 && wait_for(here.socket, POLLIN, stop); --left) {
      const std::lock_guard lock(mutex_);
      carriers_.emplace_back(
        [near = leat::owned_socket(accept(here.socket.get(), nullptr, nullptr)), target,
         this](const std::stop_token& end) { carry(near, target, delay_, garbles_, end); });
    }
    here = {}; // refuses the next
  });
}

void relay::cut() {
  const std::lock_guard lock(mutex_);
  carriers_.clear(); // joins
}
