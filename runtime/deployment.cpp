// SPDX-License-Identifier: BSD-3-Clause
#include "deployment.hpp"

#include "actors/caf/node_shell.hpp"
#include "engine_state.hpp"
#include "fingerprint.hpp"

#include <utility>

namespace leat {

deployment::deployment(engine_state& on, std::shared_ptr<const job_plan> plan,
                       const present_workers& workers, shell::job_listener listener)
  : on_(on) {
  auto& system = on.system();
  const auto& cluster = on.cluster();
  part_.id = cluster ? cluster->next_job() : job_id{};
  for (auto& worker : workers)
    part_.links.push_back(worker ? system.spawn<shell::link_actor>(part_.id, plan,
                                                                   cluster->broker(), worker->along)
                                 : caf::actor());
  auto nodes = std::make_shared<std::vector<caf::actor>>();
  for (auto& node : plan->nodes)
    nodes->push_back(node.process == process_id{}
                       ? shell::spawn_node(system, node, on.services())
                       : part_.links.at(index(node.process) - 1));
  part_.nodes = std::move(nodes);
  part_.coordinator = system.spawn<shell::coordinator_actor>(plan, std::move(listener));
  part_.plan = std::move(plan);
  coordinator_ = caf::actor_cast<caf::weak_actor_ptr>(part_.coordinator);
}

void deployment::begin() {
  const auto& cluster = on_.cluster();
  tell(shell::begin_message{part_.nodes, cluster != nullptr});
  auto part = std::exchange(part_, {.id = part_.id});
  if (!cluster)
    return;
  for (auto& link : part.links)
    if (link)
      caf::anon_send(link, shell::connect_message{nullptr, part.coordinator});
  part.edges = shell::edges_of(*part.plan);
  const auto print = fingerprint(*part.plan);
  cluster->deploy(std::move(part), print, on_.fuses());
}

} // namespace leat
