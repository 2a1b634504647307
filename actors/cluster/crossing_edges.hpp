// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/session/session_id.hpp"
#include <leat/plan.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace leat {

/// The sessions of a process, by the process at the other end.
using sessions_by_process = std::map<std::uint32_t, session_id>;

/// The session to each node of the plan, by id; none to those that are here, or out of reach.
[[nodiscard]] std::vector<std::optional<session_id>>
sessions_to_nodes(const job_plan& plan, process_id here, const sessions_by_process& along);

/// The edges that lead into this process, by the session that they come along.
[[nodiscard]] std::map<session_id, std::vector<const edge_plan*>>
incoming_edges(const job_plan& plan, process_id here, const sessions_by_process& along);

} // namespace leat
