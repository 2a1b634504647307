// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/coordinator_core.hpp>
#include <leat/job.hpp>

#include <exception>

namespace leat {

[[nodiscard]] job_state state_of(job_outcome outcome);

/// What futures and listeners of a job are told: nothing, `job_failed` or `job_cancelled`.
[[nodiscard]] std::exception_ptr reason_of(const job_result& result);

} // namespace leat
