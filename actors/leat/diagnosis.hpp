// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/host.hpp>

#include <map>
#include <string>
#include <vector>

namespace leat {

/// The edges of a plan, by id.
[[nodiscard]] std::map<edge_id, edge_plan> edges_of(const job_plan& plan);

/// What each node waits for, in words; the cycle first, if they wait for each other.
[[nodiscard]] std::string diagnose(const job_plan& plan, const std::vector<node_status>& nodes);

/// What each node does or waits for, in words: "waits for numbers", "ended"; "" if there is nothing
/// to say.
[[nodiscard]] std::vector<std::string> states_in_words(const job_plan& plan,
                                                       const std::vector<node_status>& nodes);

/// True if nothing can ever move: two looks agree, all that was sent was received, and no node is
/// live.
[[nodiscard]] bool nothing_can_move(const job_plan& plan, const std::vector<node_status>& first,
                                    const std::vector<node_status>& second);

} // namespace leat
