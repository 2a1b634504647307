// SPDX-License-Identifier: BSD-3-Clause
#include "simulated_cluster.hpp"

#include "runtime/placement.hpp"
#include <leat/planner.hpp>

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace {

constexpr auto program = "the program";
constexpr leat::duration patience_after_loss = 500ms;
constexpr leat::duration nodes_end_within = 10s;

std::string text_of(std::uint32_t address) { return std::to_string(address); }

leat::worker_order info_of(const leat::session_options& options) {
  return {program, {}, {}, options.most_item_bytes};
}

} // namespace

// -- a worker

simulated_worker::simulated_worker(network& in, std::uint32_t address,
                                   leat::session_options options, build_pipeline build)
  : simulated_process(in, address, options), build_(std::move(build)),
    core_(info_of(options), *this) {}

void simulated_worker::on_begun(std::uint64_t key, leat::session_id which,
                                const leat::hello& peer) {
  core_.on_begun(key, which, peer);
}

void simulated_worker::on_received(leat::session_id from, leat::session_message m) {
  const auto bytes = std::move(m.bytes).whole();
  if (m.on != leat::lane::packets)
    return core_.on_message(from, bytes);
  for (auto& [unused, part] : parts_)
    if (part->receives(from, m.in))
      part->deliver(leat::edge_of(m.in), bytes);
}

void simulated_worker::on_over(std::uint64_t key, leat::session_id which,
                               leat::session_core::state how, const std::string& why) {
  core_.on_over(key, which, how == leat::session_core::state::closed, why);
}

void simulated_worker::on_jump() {
  for (auto& [unused, part] : parts_)
    part->on_jump();
}

leat::built_job simulated_worker::build(const leat::deploy_order& from) {
  auto kept = std::make_shared<kept_plan>();
  build_(kept->pipeline);
  kept->plan = leat::make_plan(*kept->pipeline.graph(), {.fuse = from.fuse, .spill_to = {}});
  apply_placement(kept->plan, from.placement);
  return {{kept, &kept->plan}, {}};
}

bool simulated_worker::open(std::uint64_t key, const std::string& address,
                            const leat::incarnation& cluster, std::uint32_t index) {
  ++opened_;
  open_session(key, static_cast<std::uint32_t>(std::stoul(address)), cluster, index);
  return true;
}

void simulated_worker::say(leat::session_id to, leat::job_id of, const leat::order& what) {
  send(to, leat::lane::orders, {}, to_message(of, what));
}

void simulated_worker::close(leat::session_id which, const std::string& why) {
  in_.time.after(0s, life(), [this, which, why] { close_session(which, why); });
}

void simulated_worker::make_nodes(const leat::job_key& of, const leat::part_plan& from) {
  const auto along = from.along;
  parts_[of] = std::make_unique<simulated_part>(
    in_, life(), of, from.plan, from.here, along,
    simulated_part::ways_out{
      [this] { return now(); },
      [this, along](std::uint32_t to, leat::channel in, std::vector<std::byte> bytes) {
        send(along.at(to), leat::lane::packets, in, std::move(bytes));
      },
      [this, along, of](std::uint32_t to, const leat::order& what) {
        say(along.at(to), of.second, what);
      },
      [this, of](leat::node_id node, leat::report what) {
        core_.report(of, node, std::move(what));
      }});
}

bool simulated_worker::deliver(const leat::job_key& to, leat::order& what) {
  const auto part = parts_.find(to);
  return part != parts_.end() && part->second->deliver(what);
}

void simulated_worker::end_nodes(const leat::job_key& of) { parts_.erase(of); }

// -- the coordinator

simulated_coordinator::simulated_coordinator(network& in, std::uint32_t address,
                                             leat::session_options options,
                                             std::vector<std::uint32_t> workers,
                                             const build_pipeline& build,
                                             leat::restart_limit restarts)
  : simulated_process(in, address, options), addresses_(std::move(workers)),
    cluster_(
      [&] {
        const auto within = options.connect_timeout;
        leat::cluster_settings settings{{}, program, options.most_item_bytes, within, within};
        for (const auto to : addresses_)
          settings.workers.push_back(text_of(to));
        return settings;
      }(),
      *this),
    losses_(restarts) {
  build(pipeline_);
  find_workers(addresses_.size(), options.connect_timeout);
}

phase simulated_coordinator::now_is() const {
  if (!core_)
    return has_found_ ? phase::finding : phase::searching;
  if (ending_ || core_->over())
    return phase::ending;
  if (waits_)
    return answers_ == 0 ? phase::deploying : phase::partly_deployed;
  return part_->has_sent() ? phase::flowing : phase::deployed;
}

void simulated_coordinator::find_workers(std::size_t least, leat::duration patience) {
  has_found_ = false;
  cluster_.find(least, patience, [this](leat::present_workers workers, const std::string& fault) {
    in_.time.after(0s, life(), [this, workers = std::move(workers), fault] {
      if (fault.empty())
        return deploy(workers);
      result_ = leat::job_result{.outcome = leat::job_outcome::failed,
                                 .failures = {{.what = fault}},
                                 .nodes = {}};
    });
  });
}

void simulated_coordinator::deploy(const leat::present_workers& workers) {
  auto& graph = *pipeline_.graph();
  if (attempts_++ > 0)
    graph.start_over();
  auto plan = std::make_shared<leat::job_plan>(
    leat::make_plan(graph, {.fuse = true, .spill_to = {}}));
  leat::worker_labels labels;
  for (auto& worker : workers)
    labels.push_back(worker ? std::optional(worker->info.labels) : std::nullopt);
  leat::deploy_order order{.graph = {}, .arguments = {}, .fuse = true};
  order.placement = place_nodes(*plan, labels);
  apply_placement(*plan, order.placement);

  job_ = leat::job_id(static_cast<std::uint32_t>(attempts_));
  plan_ = std::move(plan);
  along_.clear();
  std::vector<bool> have_part;
  for (std::size_t w = 0; w < workers.size(); ++w) {
    have_part.push_back(workers[w].has_value());
    if (workers[w])
      along_[static_cast<std::uint32_t>(w + 1)] = workers[w]->along;
  }
  part_ = std::make_unique<simulated_part>(
    in_, life(), leat::job_key(self(), job_), plan_, leat::process_id{}, along_,
    simulated_part::ways_out{
      [this] { return now(); },
      [this](std::uint32_t to, leat::channel in, std::vector<std::byte> bytes) {
        send(along_.at(to), leat::lane::packets, in, std::move(bytes));
      },
      [this](std::uint32_t to, const leat::order& what) { say(along_.at(to), job_, what); },
      [this](leat::node_id node, leat::report what) {
        if (core_)
          core_->on_report(node, std::move(what));
      }});
  leat::coordinator_host& self = *this;
  core_ = std::make_unique<leat::coordinator_core>(*plan_, self);
  waits_ = true;
  ending_ = false;
  answers_ = 0;
  cluster_.deploy(job_, have_part, std::move(order));
}

void simulated_coordinator::on_begun(std::uint64_t key, leat::session_id which,
                                     const leat::hello&) {
  has_found_ = true;
  cluster_.on_begun(static_cast<std::uint32_t>(key), which);
}

void simulated_coordinator::on_received(leat::session_id from, leat::session_message m) {
  const auto bytes = std::move(m.bytes).whole();
  if (m.on != leat::lane::packets)
    cluster_.on_message(from, bytes);
  else if (part_ && part_->receives(from, m.in))
    part_->deliver(leat::edge_of(m.in), bytes);
}

void simulated_coordinator::on_over(std::uint64_t key, leat::session_id which,
                                    leat::session_core::state how, const std::string& why) {
  using enum leat::session_core::state;
  cluster_.on_over(static_cast<std::uint32_t>(key), which, how == closed || how == refused, why);
}

void simulated_coordinator::on_jump() {
  if (part_)
    part_->on_jump();
}

void simulated_coordinator::open(std::uint32_t process) {
  in_.time.after(0s, life(), [this, process] {
    open_session(process, addresses_[process - 1], self(), 0);
  });
}

void simulated_coordinator::say(leat::session_id to, leat::job_id of, const leat::order& what) {
  send(to, leat::lane::orders, {}, to_message(of, what));
}

void simulated_coordinator::close(leat::session_id which, const std::string& why) {
  in_.time.after(0s, life(), [this, which, why] { close_session(which, why); });
}

void simulated_coordinator::be_patient(leat::duration d, std::uint64_t search) {
  in_.time.after(d, life(), [this, search] { cluster_.on_patience_end(search); });
}

void simulated_coordinator::expect_parts(leat::duration d, leat::job_id of) {
  in_.time.after(d, life(), [this, of] { cluster_.on_deploy_deadline(of); });
}

bool simulated_coordinator::deliver(leat::job_id to, leat::order& what) {
  if (const auto* d = std::get_if<leat::deployed_order>(&what); d && to == job_)
    answers_ += d->refusal.empty() ? 1 : 0;
  return part_ && to == job_ && part_->deliver(what);
}

void simulated_coordinator::deployed(leat::job_id which) {
  if (which == job_ && core_ && std::exchange(waits_, false))
    core_->begin();
}

void simulated_coordinator::process_lost(leat::job_id of, std::optional<leat::process_id> which,
                                         const std::string& why, bool lost) {
  in_.time.after(0s, life(), [this, of, which, why, lost] {
    if (of != job_ || !core_)
      return;
    waits_ = false;
    ending_ = true;
    if (!lost)
      return core_->on_refusal(why);
    core_->on_process_lost(which, why);
    if (!core_ || core_->over())
      return;
    in_.time.after(nodes_end_within, life(), [this, of] {
      if (of == job_ && core_ && !core_->over())
        core_->on_process_lost(std::nullopt, "nodes in other processes do not end");
    });
  });
}

void simulated_coordinator::tell(leat::node_id whom, leat::node_command what) {
  const auto at = static_cast<std::uint32_t>(plan_->nodes[index(whom)].process);
  if (at == 0)
    return part_->tell(whom, std::move(what));
  say(along_.at(at), job_, leat::command_order{whom, std::move(what)});
}

void simulated_coordinator::job_ended(leat::job_result result) {
  in_.time.after(0s, life(), [this, of = job_, result = std::move(result)] {
    if (of == job_ && core_)
      attempt_over(result);
  });
}

void simulated_coordinator::attempt_over(leat::job_result result) {
  cluster_.job_over(job_);
  core_.reset();
  part_.reset();
  if (!result.lost_process || !losses_.bears(now())) {
    result_ = std::move(result);
    return;
  }
  find_workers(1, patience_after_loss);
}
