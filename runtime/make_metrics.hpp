// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/host.hpp>
#include <leat/metrics.hpp>

#include <vector>

namespace leat {

[[nodiscard]] metrics_snapshot make_metrics(const job_plan& plan,
                                            const std::vector<node_status>& nodes);

} // namespace leat
