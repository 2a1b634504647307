// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/spinning_policy.hpp"
#include "engine_state.hpp"
#include "environment.hpp"
#include "future_watcher.hpp"
#include "job_supervisor.hpp"
#include <leat/caf.hpp>
#include <leat/engine.hpp>

#include <caf/io/all.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace leat {

namespace {

enum class network { none,
                     sessions };

caf::actor_system_config& prepare(caf::actor_system_config& config, const engine_options& options,
                                  network with) {
  if (with == network::sessions)
    config.load<caf::io::middleman>(); // opens no port by itself
  const std::size_t cores = std::max<std::size_t>(2, std::thread::hardware_concurrency());
  config.load<spinning_scheduler>();
  caf::put(config.content, spinning_policy::spin_setting,
           caf::timespan(std::max(options.spin, duration(0))));
  config.set("scheduler.max-threads", options.threads == 0 ? cores : options.threads);
  config.set("scheduler.max-throughput", 16);
  return config;
}

std::shared_ptr<const node_services> make_services() {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  return services;
}

engine_options with_environment(engine_options options) {
  options.fuse = options.fuse && environment_fuses();
  if (!environment_spins())
    options.spin = duration(0);
  return options;
}

} // namespace

struct engine_state::own_system {
  own_system(const engine_options& options, network with)
    : system(prepare(config, options, with)) {}
  caf::actor_system_config config;
  caf::actor_system system;
};

engine_state::engine_state(engine_options options)
  : options_(with_environment(std::move(options))),
    own_(std::make_unique<own_system>(options_, network::none)),
    system_(&own_->system), services_(make_services()) {}

engine_state::engine_state(engine_options options, cluster_options workers)
  : options_(with_environment(std::move(options))),
    own_(std::make_unique<own_system>(options_, network::sessions)), system_(&own_->system),
    services_(make_services()) {
  if (!workers.workers.empty())
    cluster_ = std::make_shared<leat::cluster>(*system_, std::move(workers));
}

engine_state::engine_state(caf::actor_system& of_program, engine_options options)
  : options_(with_environment(std::move(options))), system_(&of_program),
    services_(make_services()) {}

engine_state::~engine_state() {
  cancel_jobs();
  cluster_.reset();
}

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
  const auto& graph = p.graph();
  graph->require_unstarted();
  const auto workers = state->cluster() ? state->cluster()->workers() : present_workers();
  auto plan = plan_for(*state, *graph, workers);
  graph->begin();
  auto control = std::make_shared<job_control>(plan, graph, state->fuses());
  const auto supervisor = std::make_shared<job_supervisor>(*state, *control, graph);
  control->connect(supervisor->orders());
  supervisor->deploy(std::move(plan), workers);
  state->add(control);
  for (auto& open : graph->take_start_listeners())
    open();
  supervisor->begin();
  return job(std::move(control), state);
}

} // namespace leat
