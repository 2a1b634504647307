// SPDX-License-Identifier: BSD-3-Clause
#include "restore.hpp"

#include <stdexcept>

namespace leat {

void restore(job_plan& plan,
             const std::map<std::pair<std::string, std::size_t>, std::vector<std::byte>>& states) {
  auto left = states;
  for (auto& node : plan.nodes)
    for (auto& step : node.steps)
      if (auto found = left.extract({step.name, node.instance}))
        step.saved = std::move(found.mapped());
  if (!left.empty())
    throw std::invalid_argument("leat: '" + left.begin()->first.first
                                + "' has saved something, and the pipeline has no operator of this "
                                  "name; it must be built as the saved one was");
}

void require_nothing_waits(const std::vector<node_status>& nodes) {
  for (auto& node : nodes)
    for (auto& in : node.counters.inputs)
      if (in.waiting > 0)
        throw std::logic_error("leat: items wait in front of '" + node.name
                               + "', and what is on edges is not saved");
}

} // namespace leat
