// SPDX-License-Identifier: BSD-3-Clause
#include "outcome.hpp"

#include "log.hpp"
#include <leat/inside_node.hpp>

namespace leat {

job_state state_of(job_outcome outcome) {
  switch (outcome) {
  case job_outcome::finished:
    return job_state::finished;
  case job_outcome::stopped:
    return job_state::stopped;
  case job_outcome::cancelled:
    return job_state::cancelled;
  case job_outcome::failed:
    break;
  }
  return job_state::failed;
}

std::exception_ptr reason_of(const job_result& result) {
  switch (result.outcome) {
  case job_outcome::failed:
    return std::make_exception_ptr(job_failed(result.failures));
  case job_outcome::cancelled:
    return std::make_exception_ptr(job_cancelled());
  case job_outcome::finished:
  case job_outcome::stopped:
    break;
  }
  return nullptr;
}

void tell(const std::function<void(std::exception_ptr)>& f, const std::exception_ptr& reason) {
  try {
    f(reason);
  } catch (...) {
    log_error("a function that was called at the end of a job threw: {}",
              message_of(std::current_exception()));
  }
}

void tell_end(graph& of, const std::exception_ptr& reason) {
  const node_scope here; // what would wait for this end waits for itself
  for (auto& f : of.take_end_listeners())
    tell(f, reason);
}

} // namespace leat
