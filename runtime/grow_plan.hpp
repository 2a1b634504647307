// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/attach.hpp>
#include <leat/branch_plan.hpp>
#include <leat/planner.hpp>

namespace leat {

/// A plan with a branch in it, whose nodes stand behind the others.
struct grown_plan {
  job_plan whole;
  branch_plan branch;
};

/// Adds a branch to the plan of a job that runs. Throws `std::invalid_argument` if there is no such
/// stream or it has other items, `pipeline_error` with what is wrong with the branch.
[[nodiscard]] grown_plan grow_plan(const job_plan& running, branch_id id,
                                   const detail::branch_request& by, const plan_options& options);

} // namespace leat
