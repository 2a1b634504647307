// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "branch_control.hpp"
#include "grow_plan.hpp"
#include "make_metrics.hpp"
#include "outcome.hpp"
#include "restore.hpp"
#include "simulated_node.hpp"
#include <leat/coordinator_core.hpp>
#include <leat/diagnosis.hpp>
#include <leat/inside_node.hpp>
#include <leat/simulation.hpp>

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace leat::testing {

/// All nodes and the coordinator, and what is on its way between them.
class simulation::world final : public simulated_world, public coordinator_host {
 public:
  world(pipeline& p, options with)
    : options_(std::move(with)), random_(options_.seed * 2 + 1), graph_(p.graph()), plan_([&] {
        p.graph()->require_unstarted();
        const auto& o = options_;
        auto plan = make_plan(*p.graph(), {o.fuse, o.spill_to, o.chunk_items});
        restore(plan, o.restore);
        return plan;
      }()),
      coordinator_(plan_, *this), now_(options_.begins_at) {
    graph_->begin();
    graph_->simulate_with([this](const std::function<bool()>& ready) { step_until(ready); });
    for (auto& node : plan_.nodes)
      nodes_.push_back(std::make_unique<simulated_node>(node, *this));
    for (auto& open : graph_->take_start_listeners())
      open();
    coordinator_.begin();
  }

  ~world() override {
    after_step_ = nullptr;
    if (!result_) {
      coordinator_.cancel();
      while (!result_ && step()) {
      }
    }
    graph_->simulate_with(nullptr);
    for (auto& branch : branches_)
      branch->leave_simulation();
  }

  bool step() {
    const auto all = candidates();
    if (all.empty())
      return false;
    const candidate chosen = all[draw() % all.size()];
    perform(chosen);
    if (after_step_) {
      const std::size_t actor =
        chosen.what == candidate::kind::delivery ? chosen.along.to : chosen.node;
      after_step_(actor < nodes_.size() ? std::optional(node_id(actor)) : std::nullopt);
    }
    return true;
  }

  void settle() {
    while (step()) {
    }
    fail_if_stuck();
    rethrow();
  }

  void advance_to(timestamp target) {
    for (;;) {
      while (step()) {
      }
      const auto next = next_time();
      if (!next || *next > target)
        break;
      now_ = std::max(now_, *next);
    }
    now_ = target;
    settle();
  }

  void finish() {
    for (;;) {
      while (step()) {
      }
      if (result_)
        break;
      const auto next = next_time();
      if (!next) {
        fail_if_stuck();
        if (!result_ && !next_time())
          throw stuck("leat::testing: the job cannot end: " + leat::diagnose(plan_, status())
                      + "; is an input still open? (close it before finish)");
        continue;
      }
      now_ = std::max(now_, *next);
    }
    rethrow();
  }

  attachment attach(const leat::detail::branch_request& by) {
    if (result_ || stopping_)
      throw std::logic_error("leat: job.attach: the job is not running any more");
    by.graph->require_unstarted();
    const auto id = static_cast<branch_id>(branches_.size());
    auto grown = grow_plan(plan_, id, by, {options_.fuse, options_.spill_to, options_.chunk_items});
    by.graph->begin();
    by.graph->simulate_with([this](const std::function<bool()>& ready) { step_until(ready); });
    auto branch = std::make_shared<branch_control>(std::move(grown.branch), by.graph,
                                                   [this, id] { coordinator_.detach(id); });
    branches_.push_back(branch);
    plan_ = std::move(grown.whole);
    for (std::size_t n = nodes_.size(); n < plan_.nodes.size(); ++n)
      nodes_.push_back(std::make_unique<simulated_node>(plan_.nodes[n], *this));
    for (auto& open : by.graph->take_start_listeners())
      open();
    coordinator_.attach(plan_, branch->plan());
    return attachment(std::move(branch));
  }

  void stop() {
    for (auto& node : nodes_)
      node->stop.request_stop();
    stopping_ = true;
    coordinator_.stop();
  }
  void cancel() { coordinator_.cancel(); }

  void crash(std::string_view name) {
    for (auto& node : nodes_) {
      const auto& plan = plan_.nodes[static_cast<std::size_t>(&node - nodes_.data())];
      const bool meant = plan.name == name
        || std::any_of(plan.steps.begin(), plan.steps.end(),
                       [&](auto& s) { return s.name == name; });
      if (!meant || !node->core)
        continue;
      node->core.reset();
      report_from(index(plan.id), node_crashed{"crashed by the test"});
      return;
    }
    throw std::invalid_argument("leat::testing: there is no living node '" + std::string(name)
                                + "' to crash");
  }

  [[nodiscard]] saved_states save() const {
    saved_states all;
    require_nothing_waits(status());
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      for (std::size_t step = 0; nodes_[n]->core && step < plan_.nodes[n].steps.size(); ++step)
        if (auto bytes = nodes_[n]->core->save(step); !bytes.empty())
          all.emplace(std::pair(plan_.nodes[n].steps[step].name, plan_.nodes[n].instance),
                      std::move(bytes));
    return all;
  }

  [[nodiscard]] const std::optional<job_result>& result() const { return result_; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] timestamp time() const override { return now_; }
  [[nodiscard]] const job_plan& plan() const { return plan_; }
  [[nodiscard]] std::vector<node_status> status() const {
    auto all = coordinator_.last_status();
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      if (nodes_[n]->core)
        all[n] = nodes_[n]->core->status();
    return all;
  }
  [[nodiscard]] node_status status(node_id of) const {
    const auto& core = nodes_.at(index(of))->core;
    return core ? core->status() : coordinator_.last_status()[index(of)];
  }
  void after_each_step(std::function<void(std::optional<node_id>)> f) {
    after_step_ = std::move(f);
  }

 private:
  // -- the schedule

  struct way {
    std::size_t from, to;
    int lane;
    friend auto operator<=>(const way&, const way&) = default;
  };
  struct delivery {
    timestamp not_before;
    bool is_packet;
    std::function<void()> what;
  };
  struct candidate {
    enum class kind { delivery,
                      alarm,
                      run,
                      result } what;
    way along;
    std::size_t node;
  };

  std::vector<candidate> candidates() {
    std::vector<candidate> all;
    for (auto& [along, queue] : ways_)
      if (!queue.empty() && queue.front().not_before <= now_)
        all.push_back({candidate::kind::delivery, along, 0});
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
      auto& node = *nodes_[n];
      if (!node.core)
        continue;
      if (node.alarm && *node.alarm <= now_)
        all.push_back({candidate::kind::alarm, {}, n});
      if (node.wants_run)
        all.push_back({candidate::kind::run, {}, n});
      if (node.results->any_due(now_))
        all.push_back({candidate::kind::result, {}, n});
    }
    return all;
  }

  void perform(const candidate& chosen) {
    const node_scope here;
    if (chosen.what == candidate::kind::delivery) {
      auto& queue = ways_[chosen.along];
      const auto what = std::move(queue.front().what);
      queue.pop_front();
      return what();
    }
    auto& node = *nodes_[chosen.node];
    switch (chosen.what) {
    case candidate::kind::alarm:
      node.alarm.reset();
      return node.core->on_alarm();
    case candidate::kind::run:
      node.wants_run = false;
      return node.core->run();
    case candidate::kind::result:
      if (const auto call = node.results->take_due(now_, draw()))
        node.core->on_call_finished(*call);
      return;
    case candidate::kind::delivery:
      return;
    }
  }

  [[nodiscard]] std::optional<timestamp> next_time() const {
    std::optional<timestamp> next;
    const auto consider = [&](timestamp t) { next = next ? std::min(*next, t) : t; };
    for (auto& [unused, queue] : ways_)
      if (!queue.empty())
        consider(queue.front().not_before);
    for (auto& node : nodes_) {
      if (!node->core || node->core->over())
        continue;
      if (node->alarm)
        consider(*node->alarm);
      if (const auto result = node->results->earliest())
        consider(*result);
    }
    return next;
  }

  void step_until(const std::function<bool()>& ready) {
    while (!ready())
      if (inside_node() || !step())
        throw stuck("leat::testing: waiting for an input cannot end at this time: "
                    + leat::diagnose(plan_, status()));
  }

  void fail_if_stuck() {
    if (result_ || next_time())
      return;
    const auto now = status();
    if (!nothing_can_move(plan_, now, now))
      return;
    coordinator_.stalled(leat::diagnose(plan_, now));
    while (step()) {
    }
  }

  void rethrow() const {
    if (result_ && result_->outcome == job_outcome::failed)
      throw job_failed(result_->failures);
  }

  // -- simulated_world

  [[nodiscard]] std::uint64_t draw() override { return random_(); }
  void post(std::size_t from, std::size_t to, int lane, bool is_packet,
            std::function<void()> what) override {
    timestamp when = now_;
    if (options_.delay_packets > duration::zero() && draw() % 4 == 0)
      when += duration(static_cast<duration::rep>(
        draw() % static_cast<std::uint64_t>(options_.delay_packets.count() + 1)));
    ways_[{from, to, lane}].push_back({when, is_packet, std::move(what)});
  }
  void report_from(std::size_t node, report what) override {
    post(node, at_coordinator, 0, false,
         [this, node, what = std::make_shared<report>(std::move(what))] {
           coordinator_.on_report(node_id(node), std::move(*what));
         });
  }
  void packet_to(const edge_plan& along, epoch life, packet what) override {
    if (const auto* data = std::get_if<data_packet>(&what); data && options_.empty_chunks)
      deliver(along, life, data_packet{{data->items.items, data->items.begin, data->items.begin}});
    deliver(along, life, std::move(what));
  }
  void deliver(const edge_plan& along, epoch life, packet what) {
    const auto to = index(along.to);
    post(index(along.from), to, 0, true,
         [this, to, id = along.id, life, what = std::make_shared<packet>(std::move(what))] {
           if (nodes_[to]->core)
             nodes_[to]->core->on_packet(id, life, std::move(*what));
         });
  }
  void credit_to(const edge_plan& along, epoch life, credit what) override {
    const auto to = index(along.from);
    const auto grant = [this, to, id = along.id, life, what] {
      if (nodes_[to]->core)
        nodes_[to]->core->on_credit(id, life, what);
    };
    post(index(along.to), to, 1, false, grant);
    if (options_.repeat_grants && draw() % 4 == 0)
      post(index(along.to), to, 2, false, grant); // by another way, perhaps later
  }
  void cancel_to(const edge_plan& along, epoch life) override {
    const auto to = index(along.from);
    post(index(along.to), to, 1, false, [this, to, id = along.id, life] {
      if (nodes_[to]->core)
        nodes_[to]->core->on_cancel(id, life);
    });
  }
  [[nodiscard]] bool packets_wait_for(std::size_t node) override {
    return std::any_of(ways_.begin(), ways_.end(), [&](auto& w) {
      return w.first.to == node && std::any_of(w.second.begin(), w.second.end(), [&](auto& d) {
               return d.is_packet && d.not_before <= now_;
             });
    });
  }
  void wake(std::size_t node) override {
    post(from_outside, node, 0, false, [this, node] {
      if (nodes_[node]->core)
        nodes_[node]->core->on_wake();
    });
  }
  [[nodiscard]] bool calls_end_here() const override { return options_.calls_end_here; }
  duration call_delay() override {
    return duration(static_cast<duration::rep>(
      draw() % static_cast<std::uint64_t>(options_.delay_calls.count() + 1)));
  }

  // -- coordinator_host

  void tell(node_id whom, node_command what) override {
    const auto to = index(whom);
    post(at_coordinator, to, 0, false,
         [this, to, what = std::make_shared<node_command>(std::move(what))] {
           if (nodes_[to]->core)
             apply(*nodes_[to]->core, std::move(*what));
         });
  }
  void job_ended(job_result result) override {
    result_ = std::move(result);
    tell_end(*graph_, reason_of(*result_));
    for (auto& branch : branches_)
      branch->ended(*result_);
  }
  void branch_ended(branch_id which, const job_result& result) override {
    branches_[index(which)]->ended(result);
  }
  void status_known(const std::vector<node_status>&) override {}
  void item_failed(const failure&) override {}

  options options_;
  std::mt19937_64 random_;
  std::shared_ptr<graph> graph_;
  job_plan plan_;
  // Senders and receivers that are no nodes.
  static constexpr std::size_t at_coordinator = std::numeric_limits<std::size_t>::max() - 1;
  static constexpr std::size_t from_outside = std::numeric_limits<std::size_t>::max();
  std::map<way, std::deque<delivery>> ways_;
  std::vector<std::unique_ptr<simulated_node>> nodes_;
  coordinator_core coordinator_;
  std::vector<std::shared_ptr<branch_control>> branches_; // by id
  timestamp now_{};
  bool stopping_ = false;
  std::optional<job_result> result_;
  std::function<void(std::optional<node_id>)> after_step_;
};

} // namespace leat::testing
