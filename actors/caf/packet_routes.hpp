// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/orders.hpp"
#include "actors/session/session_id.hpp"

#include <caf/all.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace leat::shell {

/// The sessions of this process, and the largest item that they take.
struct session_carrier {
  caf::actor broker;
  std::size_t most_item_bytes = 0;
};

/// How the nodes of a job reach those in other processes: whoever sends encodes, so that a large
/// packet holds up no other edge, and hands it to the sessions.
struct packet_routes {
  job_id job{};
  session_carrier by;
  std::vector<std::optional<session_id>> to; // of each node by id; none to those that are here
};

} // namespace leat::shell
