// SPDX-License-Identifier: BSD-3-Clause
#include "outcome.hpp"

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

} // namespace leat
