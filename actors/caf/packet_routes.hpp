// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/session_registry.hpp"
#include "actors/session/orders.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace leat::shell {

/// The sessions of this process, and the largest item that they take.
struct session_carrier {
  std::shared_ptr<const session_registry> sessions;
  std::size_t most_item_bytes = 0;
};

/// How the nodes of a job reach those in other processes: whoever sends encodes, so that a large
/// packet holds up no other edge, and hands it to the session.
struct packet_routes {
  job_id job{};
  std::size_t most_item_bytes = 0;
  std::vector<std::shared_ptr<shared_session>> to; // of each node by id; null to those here
};

} // namespace leat::shell
