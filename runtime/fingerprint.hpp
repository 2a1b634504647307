// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/plan.hpp>

#include <string>
#include <vector>

namespace leat {

/// The program that runs: its version of Leat and the build id of its executable.
[[nodiscard]] std::string program_identity();

/// What two processes must have in common to run a job together: a line for each node, with its
/// operators, items, edges, and what its functions have captured.
[[nodiscard]] std::vector<std::string> fingerprint(const job_plan& plan);

/// In what they differ, in words that name the first node that does; empty if in nothing.
[[nodiscard]] std::string difference(const std::vector<std::string>& here,
                                     const std::vector<std::string>& there);

} // namespace leat
