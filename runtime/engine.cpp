// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/coordinator_actor.hpp"
#include "actors/caf/node_shell.hpp"
#include "engine_state.hpp"
#include "fusing.hpp"
#include "future_watcher.hpp"
#include "log.hpp"
#include <leat/caf.hpp>
#include <leat/engine.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace leat {

namespace {

caf::actor_system_config& prepare(caf::actor_system_config& config, const engine_options& options) {
  const std::size_t cores = std::max<std::size_t>(2, std::thread::hardware_concurrency());
  config.set("scheduler.policy", caf::atom("sharing")); // idle workers wait, they do not poll
  config.set("scheduler.max-threads", options.threads == 0 ? cores : options.threads);
  config.set("scheduler.max-throughput", 16);
  return config;
}

engine_options with_environment(engine_options options) {
  options.fuse = options.fuse && environment_fuses();
  return options;
}

} // namespace

struct engine_state::own_system {
  explicit own_system(const engine_options& options) : system(prepare(config, options)) {}
  caf::actor_system_config config;
  caf::actor_system system;
};

engine_state::engine_state(engine_options options)
  : options_(with_environment(std::move(options))), own_(std::make_unique<own_system>(options_)),
    system_(&own_->system) {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  services_ = std::move(services);
}

engine_state::engine_state(caf::actor_system& of_program, engine_options options)
  : options_(with_environment(std::move(options))), system_(&of_program) {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  services_ = std::move(services);
}

engine_state::~engine_state() { cancel_jobs(); }

void engine_state::cancel_jobs() noexcept {
  const std::lock_guard lock(mutex_);
  for (auto& weak : jobs_)
    if (auto job = weak.lock()) {
      job->cancel();
      job->wait_until_over();
    }
}

void engine_state::add(const std::shared_ptr<job_control>& job) {
  const std::lock_guard lock(mutex_);
  std::erase_if(jobs_, [](auto& weak) { return weak.expired(); });
  jobs_.push_back(job);
}

engine::engine() : engine(options{}) {}
engine::engine(options with) : state_(std::make_shared<engine_state>(std::move(with))) {}
engine::engine(std::shared_ptr<engine_state> state, bool owns_jobs)
  : state_(std::move(state)), owns_jobs_(owns_jobs) {}
engine& engine::operator=(engine&& other) noexcept {
  engine old(std::move(*this));
  state_ = std::move(other.state_);
  owns_jobs_ = other.owns_jobs_;
  return *this;
}
engine::~engine() {
  if (state_ && owns_jobs_)
    state_->cancel_jobs();
}

engine engine_on(caf::actor_system& system, engine::options with) {
  return engine(std::make_shared<engine_state>(system, std::move(with)));
}

engine engine::shared() {
  // Lives from the first to the last job that uses it: only jobs hold it.
  static std::mutex mutex;
  static std::weak_ptr<engine_state> current;
  const std::lock_guard lock(mutex);
  auto state = current.lock();
  if (!state)
    current = state = std::make_shared<engine_state>(options{});
  return engine(std::move(state), false);
}

job start(pipeline& p, engine& on) {
  auto& state = on.state();
  const bool fuse = state->options().fuse && !state->options().count_every_operator;
  auto plan = std::make_shared<const job_plan>([&] {
    p.graph()->require_unstarted();
    auto made = make_plan(*p.graph(), {.fuse = fuse, .spill_to = state->options().spill_to});
    p.graph()->begin();
    return made;
  }());
  auto control = std::make_shared<job_control>(plan, p.graph(), fuse);
  auto& system = state->system();

  auto nodes = std::make_shared<std::vector<caf::actor>>();
  for (auto& node : plan->nodes)
    nodes->push_back(shell::spawn_node(system, node, state->services()));
  auto coordinator = system.spawn<shell::coordinator_actor>(
    plan,
    shell::job_listener{
      [owner = control.get()](job_result result) { owner->ended(std::move(result)); },
      [](const failure& what) { log_warning("{}", to_text(what)); },
      [owner = control.get()](branch_id which, const job_result& result) {
        owner->branch_ended(which, result);
      }});
  const auto weak = caf::actor_cast<caf::weak_actor_ptr>(coordinator);
  const auto send = [weak](auto message) {
    if (auto alive = caf::actor_cast<caf::actor>(weak.lock()))
      caf::anon_send<caf::message_priority::high>(alive, std::move(message));
  };
  control->connect(
    {[send] { send(shell::stop_message{}); }, [send] { send(shell::cancel_job_message{}); },
     [send] { send(shell::abandon_message{}); }, [send] { send(shell::answer_now_message{}); },
     [send](auto then) { send(shell::ask_status_message{std::move(then)}); },
     [send, services = state->services()](auto grown, auto branch) {
       send(shell::attach_message{std::move(grown), std::move(branch), services});
     },
     [send](branch_id which) { send(shell::detach_message{which}); }});
  state->add(control);
  for (auto& open : p.graph()->take_start_listeners())
    open();
  // In the lane of the owner's orders, which would overtake it.
  caf::anon_send<caf::message_priority::high>(coordinator, shell::begin_message{std::move(nodes)});
  return job(std::move(control), state);
}

} // namespace leat
