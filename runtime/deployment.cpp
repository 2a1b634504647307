// SPDX-License-Identifier: BSD-3-Clause
#include "deployment.hpp"

#include "actors/caf/link_actor.hpp"
#include "actors/caf/node_shell.hpp"
#include "engine_state.hpp"
#include "fingerprint.hpp"
#include <leat/diagnosis.hpp>

#include <algorithm>
#include <utility>

namespace leat {

deployment::deployment(engine_state& on, std::shared_ptr<const job_plan> plan,
                       const present_workers& workers, shell::job_listener listener)
  : on_(on) {
  auto& system = on.system();
  const auto& cluster = on.cluster();
  part_.id = cluster ? cluster->next_job() : job_id{};
  for (std::size_t w = 0; w < workers.size(); ++w) {
    auto& link = part_.links.emplace_back();
    const auto runs_here = [&](auto& node) { return index(node.process) == w + 1; };
    if (!workers[w] || std::ranges::none_of(plan->nodes, runs_here))
      continue;
    const auto session = workers[w]->along;
    part_.along[static_cast<std::uint32_t>(w + 1)] = session;
    link = system.spawn<shell::link_actor>(part_.id, cluster->carrier().sessions->find(session));
  }
  auto nodes = std::make_shared<std::vector<caf::actor>>();
  for (auto& node : plan->nodes)
    nodes->push_back(node.process == process_id{}
                       ? shell::spawn_node(system, node, on.services())
                       : part_.links.at(index(node.process) - 1));
  part_.nodes = std::move(nodes);
  part_.coordinator = system.spawn<shell::coordinator_actor>(plan, std::move(listener));
  if (cluster)
    part_.edges = edges_of(*plan);
  part_.plan = std::move(plan);
  coordinator_ = caf::actor_cast<caf::weak_actor_ptr>(part_.coordinator);
}

void deployment::begin() {
  const auto& cluster = on_.cluster();
  tell(shell::begin_message{part_.nodes, cluster ? part_.ways_out(cluster->carrier()) : nullptr});
  auto part = std::exchange(part_, {.id = part_.id});
  if (!cluster)
    return;
  const auto print = fingerprint(*part.plan);
  cluster->deploy(std::move(part), print, on_.fuses());
}

} // namespace leat
