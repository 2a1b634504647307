// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/coordinator_core.hpp>
#include <leat/job.hpp>

#include <exception>
#include <functional>

namespace leat {

[[nodiscard]] job_state state_of(job_outcome outcome);

/// What futures and listeners of a job are told: nothing, `job_failed` or `job_cancelled`.
[[nodiscard]] std::exception_ptr reason_of(const job_result& result);

/// Tells those who wait for the end of what was made of the graph.
void tell_end(graph& of, const std::exception_ptr& reason);
/// What a function that was called at the end throws is logged.
void tell(const std::function<void(std::exception_ptr)>& f, const std::exception_ptr& reason);

} // namespace leat
