// SPDX-License-Identifier: BSD-3-Clause
#include "simulation_world.hpp"
#include <leat/simulation.hpp>

#include <stdexcept>
#include <utility>

namespace leat::testing {

saved_states simulation::save() const { return world_->save(); }

simulation::simulation(pipeline& p, options with)
  : world_(std::make_unique<world>(p, std::move(with))) {}
simulation::~simulation() = default;

void simulation::settle() { world_->settle(); }
void simulation::advance(duration d) {
  if (d < duration::zero())
    throw std::invalid_argument("leat::testing: time does not go backwards");
  world_->advance_to(world_->time() + d);
}
void simulation::finish() { world_->finish(); }
bool simulation::step() { return world_->step(); }
void simulation::stop() { world_->stop(); }
void simulation::cancel() { world_->cancel(); }
void simulation::crash(std::string_view node) { world_->crash(node); }
attachment simulation::attach_branch(const leat::detail::branch_request& by) {
  return world_->attach(by);
}
bool simulation::finished() const { return world_->result().has_value(); }
timestamp simulation::now() const { return world_->time(); }

job_state simulation::state() const {
  if (!world_->result())
    return world_->stopping() ? job_state::stopping : job_state::running;
  return state_of(world_->result()->outcome);
}

std::string simulation::diagnose() const {
  return leat::diagnose(world_->plan(), world_->status());
}
metrics_snapshot simulation::metrics() const {
  return make_metrics(world_->plan(), world_->status());
}
const job_plan& simulation::plan() const { return world_->plan(); }
std::vector<node_status> simulation::status() const { return world_->status(); }
node_status simulation::status(node_id of) const { return world_->status(of); }
void simulation::after_each_step(std::function<void(std::optional<node_id>)> f) {
  world_->after_each_step(std::move(f));
}

} // namespace leat::testing
