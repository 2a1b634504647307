// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/plan.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace leat {

/// The labels of each worker; nothing for one that is not there.
using worker_labels = std::vector<std::optional<std::vector<std::string>>>;

/// Where each node of a plan runs, by id: 0 is the coordinator, then come the workers. Instance i
/// of a parallel node is at worker i mod n of those that are there; sources, sinks and all that has
/// one instance are at the coordinator; a node with a label is at the workers that have it. Throws
/// `pipeline_error` if a label is nowhere, or stands at what never leaves the coordinator.
[[nodiscard]] std::vector<std::uint32_t> place_nodes(const job_plan& plan,
                                                     const worker_labels& workers);

/// Puts the nodes there. Items that any instance may take are dealt to those of the same process
/// only, if there are some, and each process with such instances has some that deal; other edges
/// between processes get larger budgets. Throws `pipeline_error` if items have to cross that
/// can't.
void apply_placement(job_plan& plan, const std::vector<std::uint32_t>& placement);

} // namespace leat
