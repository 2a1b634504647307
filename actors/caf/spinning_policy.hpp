// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "run_queue.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/policy/unprofiled.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>
#include <caf/scheduler/coordinator.hpp>
#include <caf/timespan.hpp>

namespace leat {

/// CAF's scheduler with a `run_queue`: like its policy `sharing`, but threads spin before they
/// sleep, as long as the setting `leat.spin` says. For `caf::scheduler::coordinator`; names and
/// duties of the members are those of CAF's policies.
class spinning_policy : public caf::policy::unprofiled {
 public:
  static constexpr const char* spin_setting = "leat.spin";

  struct coordinator_data {
    explicit coordinator_data(caf::scheduler::abstract_coordinator* of)
      : queue(spinning{caf::get_or(of->system().config(), spin_setting, caf::timespan(0))}) {}
    run_queue queue;
  };
  struct worker_data {
    explicit worker_data(caf::scheduler::abstract_coordinator* /*of*/) {}
  };

  template <class Coordinator>
  void central_enqueue(Coordinator* self, caf::resumable* next) {
    d(self).queue.push(next);
  }
  template <class Worker>
  void external_enqueue(Worker* self, caf::resumable* next) {
    central_enqueue(self->parent(), next);
  }
  template <class Worker>
  void internal_enqueue(Worker* self, caf::resumable* next) {
    central_enqueue(self->parent(), next);
  }
  template <class Worker>
  void resume_job_later(Worker* self, caf::resumable* next) {
    central_enqueue(self->parent(), next);
  }
  template <class Worker>
  caf::resumable* dequeue(Worker* self) {
    return d(self->parent()).queue.pop();
  }
  template <class Worker, class F>
  void foreach_resumable(Worker* /*self*/, F /*f*/) {}
  template <class Coordinator, class F>
  void foreach_central_resumable(Coordinator* self, F f) {
    for (auto& queue = d(self).queue; !queue.empty();)
      f(queue.pop());
  }
};

using spinning_scheduler = caf::scheduler::coordinator<spinning_policy>;

} // namespace leat
