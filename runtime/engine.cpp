// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/coordinator_actor.hpp"
#include "actors/caf/node_shell.hpp"
#include "engine_state.hpp"
#include "fingerprint.hpp"
#include "fusing.hpp"
#include "future_watcher.hpp"
#include "log.hpp"
#include "placement.hpp"
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
  config.set("scheduler.policy", caf::atom("sharing")); // idle workers wait, they do not poll
  config.set("scheduler.max-threads", options.threads == 0 ? cores : options.threads);
  config.set("scheduler.max-throughput", 16);
  return config;
}

std::vector<std::uint32_t> place(job_plan& plan, const std::vector<shell::known_worker>& workers) {
  std::vector<std::vector<std::string>> labels;
  for (auto& worker : workers)
    labels.push_back(worker.info.labels);
  auto placement = place_nodes(plan, labels);
  apply_placement(plan, placement);
  return placement;
}

engine_options with_environment(engine_options options) {
  options.fuse = options.fuse && environment_fuses();
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
    system_(&own_->system) {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  services_ = std::move(services);
}

engine_state::engine_state(engine_options options, cluster_options workers)
  : options_(with_environment(std::move(options))),
    own_(std::make_unique<own_system>(options_, network::sessions)), system_(&own_->system) {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  services_ = std::move(services);
  if (!workers.workers.empty())
    cluster_ = std::make_shared<leat::cluster>(*system_, std::move(workers));
}

engine_state::engine_state(caf::actor_system& of_program, engine_options options)
  : options_(with_environment(std::move(options))), system_(&of_program) {
  auto services = std::make_shared<node_services>();
  services->results = std::make_shared<future_watcher>();
  services_ = std::move(services);
}

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
  const bool fuse = state->options().fuse && !state->options().count_every_operator;
  const auto cluster = state->cluster();
  std::vector<shell::known_worker> workers;
  std::vector<std::uint32_t> placement;
  auto plan = std::make_shared<const job_plan>([&] {
    p.graph()->require_unstarted();
    auto made = make_plan(*p.graph(), {.fuse = fuse, .spill_to = state->options().spill_to});
    if (cluster) {
      workers = cluster->workers();
      placement = place(made, workers);
    }
    p.graph()->begin();
    return made;
  }());
  auto control = std::make_shared<job_control>(plan, p.graph(), fuse);
  auto& system = state->system();

  shell::job_part part{.id = cluster ? cluster->next_job() : job_id{}, .plan = plan};
  for (auto& worker : workers)
    part.links.push_back(
      system.spawn<shell::link_actor>(part.id, plan, cluster->broker(), worker.along));
  auto nodes = std::make_shared<std::vector<caf::actor>>();
  for (auto& node : plan->nodes)
    nodes->push_back(node.process == process_id{}
                       ? shell::spawn_node(system, node, state->services())
                       : part.links.at(index(node.process) - 1));
  part.nodes = nodes;
  auto coordinator = system.spawn<shell::coordinator_actor>(
    plan,
    shell::job_listener{
      [owner = control.get(), cluster, id = part.id](job_result result) {
        if (cluster)
          cluster->job_over(id);
        owner->ended(std::move(result));
      },
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
  caf::anon_send<caf::message_priority::high>(coordinator,
                                              shell::begin_message{nodes, cluster != nullptr});
  if (cluster) {
    for (auto& link : part.links)
      caf::anon_send(link, shell::connect_message{nullptr, coordinator});
    part.edges = shell::edges_of(*plan);
    part.coordinator = coordinator;
    cluster->deploy(std::move(part), fingerprint(*plan), fuse, placement);
  }
  return job(std::move(control), state);
}

} // namespace leat
