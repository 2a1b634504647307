// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/plan.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace leat {

/// Where each node of a plan runs, by id: 0 is the coordinator, then come the workers, of which
/// `labels` says what each can do. Instance i of a parallel node is at worker i mod n, so what
/// follows it one to one stays with it; sources, sinks and all that has one instance are at the
/// coordinator; a node with a label is at the workers that have it. Throws `pipeline_error` if a
/// label is nowhere, or stands at what never leaves the coordinator.
[[nodiscard]] std::vector<std::uint32_t>
place_nodes(const job_plan& plan, const std::vector<std::vector<std::string>>& labels);

/// Puts the nodes there, and gives edges between processes their larger budgets. Throws
/// `pipeline_error` if items have to cross that can't.
void apply_placement(job_plan& plan, const std::vector<std::uint32_t>& placement);

} // namespace leat
