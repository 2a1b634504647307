// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <cstddef>

namespace leat {

/// What becomes of a job that has lost a worker: it starts over on those that are left, and on
/// those that have come back. All operators begin afresh, and the sources with their first item, so
/// the results are those of a run without loss; but what sinks have done by then (files, calls,
/// `for_each`, `collect_into`) stays done, and is done again.
///
/// It fails after all if it would have to start over more than `intensity` times within `period`;
/// if a source cannot give its items again (an input, lines of a stream, a child process); or if an
/// operator cannot be made again, since what it has captured can't be copied.
struct redeploy {
  std::size_t intensity = 10;
  duration period = std::chrono::minutes(1);
};

} // namespace leat
