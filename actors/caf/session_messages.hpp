// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/address.hpp"
#include "actors/session/handshake.hpp"
#include "actors/session/orders.hpp"
#include "actors/session/session_core.hpp"
#include "actors/session/session_id.hpp"

#include <caf/all.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace leat::shell {

// -- to the broker

/// A session with whoever answers at the address. `user` hears of it; `key` is its own word for it.
struct open_session_message {
  std::uint64_t key = 0;
  socket_address to;
  incarnation cluster;
  std::uint32_t index = 0; // ours, in the cluster
  caf::actor user;
};
/// It accepts connections on this socket from now on.
struct listen_message {
  std::shared_ptr<owned_socket> on;
};
struct close_session_message {
  session_id which{};
  std::string why;
};
/// Closes all sessions; the broker ends when their last words have left.
struct close_all_message {
  std::string why;
};

// -- from the broker to the user of a session

struct session_begun_message {
  session_id which{};
  std::uint64_t key = 0; // 0: the other side opened it
  hello peer;
};
/// Something on the lane of orders.
struct received_message {
  session_id on{};
  std::vector<std::byte> bytes;
};
struct session_over_message {
  session_id which{};
  std::uint64_t key = 0;
  session_core::state how{};
  std::string why;
};

// -- of the broker to itself

/// CAF's loop knows the socket that it was told to listen on.
struct door_open_message {};
/// A sender has left it something to write.
struct output_waits_message {
  session_id on{};
};
struct dialled_message {
  session_id on{};
  std::shared_ptr<dialled> result;
};
struct session_tick_message {
  std::uint64_t number = 0; // an earlier one has replaced the others
};

} // namespace leat::shell

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::open_session_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::listen_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::close_session_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::close_all_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::session_begun_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::received_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::session_over_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::door_open_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::output_waits_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::dialled_message)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(leat::shell::session_tick_message)
