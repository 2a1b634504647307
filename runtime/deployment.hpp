// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/cluster_actor.hpp"
#include "actors/caf/coordinator_actor.hpp"

#include <caf/all.hpp>

#include <memory>

namespace leat {

class engine_state;

/// One deployment of a job: its nodes in all processes, and the coordinator that watches over them.
/// What belongs to an earlier one has another id, and is ignored.
class deployment {
 public:
  /// Makes the nodes of this process and the coordinator; nothing moves yet.
  deployment(engine_state& on, std::shared_ptr<const job_plan> plan,
             const present_workers& workers, shell::job_listener listener);

  /// Lets it begin: at once, or as soon as all workers have made their parts.
  void begin();
  [[nodiscard]] job_id id() const { return part_.id; }

  /// To the coordinator, if it has not ended.
  template <class Message>
  void tell(Message message) const {
    if (auto alive = caf::actor_cast<caf::actor>(coordinator_.lock()))
      caf::anon_send<caf::message_priority::high>(alive, std::move(message));
  }

 private:
  engine_state& on_;
  shell::job_part part_;
  caf::weak_actor_ptr coordinator_;
};

} // namespace leat
