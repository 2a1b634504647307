// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/metrics.hpp>
#include <leat/time.hpp>

#include <cstddef>
#include <string>

namespace leat {

/// What a job has done between two looks at it (the first one may be empty): a table with a line
/// for each node, no wider than this, and no higher unless the height is 0.
[[nodiscard]] std::string progress_table(const metrics_snapshot& before,
                                         const metrics_snapshot& now, duration elapsed,
                                         std::size_t width, std::size_t height = 0);
/// The same in one line, without its end.
[[nodiscard]] std::string progress_line(const metrics_snapshot& before, const metrics_snapshot& now,
                                        duration elapsed);

/// What a terminal is to be sent so that these lines stand where it has shown `lines_before`.
[[nodiscard]] std::string redrawn(const std::string& lines, std::size_t lines_before);

} // namespace leat
