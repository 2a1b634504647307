// SPDX-License-Identifier: BSD-3-Clause
#include "simulated_part.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace {
constexpr std::size_t at_coordinator = std::numeric_limits<std::size_t>::max();
constexpr std::size_t from_elsewhere = at_coordinator - 1;
} // namespace

simulated_part::simulated_part(network& in, life_id life, const leat::job_key& job,
                               std::shared_ptr<const leat::job_plan> plan, leat::process_id here,
                               const leat::sessions_by_process& along, ways_out out)
  : in_(in), time_(in.time), life_(life), job_(job), plan_(std::move(plan)), here_(here),
    out_(std::move(out)), waiting_(plan_->nodes.size()), alarms_(plan_->nodes.size()),
    runs_(plan_->nodes.size()) {
  in_.parts[job_][here_] = this;
  for (auto& node : plan_->nodes) {
    for (auto& e : node.inputs) {
      edges_.resize(std::max(edges_.size(), index(e.id) + 1));
      edges_[index(e.id)] = &e;
    }
    nodes_.push_back(node.process == here_ ? std::make_unique<leat::simulated_node>(node, *this)
                                           : nullptr);
  }
  for (auto& [session, edges] : incoming_edges(*plan_, here_, along))
    for (auto* e : edges)
      ways_in_.emplace(session, leat::channel_of(job_.second, e->id));
}

simulated_part::~simulated_part() {
  in_.parts[job_].erase(here_);
  end();
}

bool simulated_part::is_here(leat::node_id node) const {
  return index(node) < nodes_.size() && nodes_[index(node)];
}

const leat::edge_plan* simulated_part::edge(leat::edge_id id) const {
  return index(id) < edges_.size() ? edges_[index(id)] : nullptr;
}

void simulated_part::end() {
  *alive_ = false;
  for (auto& node : nodes_)
    if (node)
      node->core.reset();
}

void simulated_part::on_jump() {
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    alarms_[n].reset();
    if (nodes_[n])
      look_after(n);
  }
}

const leat::node_core* simulated_part::node(leat::node_id which) const {
  return is_here(which) && nodes_[index(which)]->core ? &*nodes_[index(which)]->core : nullptr;
}

const leat::node_core* simulated_part::node_anywhere(leat::node_id which) const {
  auto& all = in_.parts.at(job_);
  const auto part = all.find(plan_->nodes[index(which)].process);
  return part == all.end() ? nullptr : part->second->node(which);
}

// -- what comes in

void simulated_part::with_node(std::size_t n, const std::function<void(leat::node_core&)>& f) {
  if (!nodes_[n]->core)
    return;
  f(*nodes_[n]->core);
  look_after(n);
}

/// Puts into the schedule what the node has asked for.
void simulated_part::look_after(std::size_t n) {
  auto& node = *nodes_[n];
  if (!node.core)
    return;
  if (node.core->over()) {
    node.core.reset();
    return;
  }
  if (std::exchange(node.wants_run, false) && !runs_[n]) {
    runs_[n] = true;
    post(n, n, 3, false, [this, n] {
      runs_[n] = false;
      with_node(n, [](auto& core) { core.run(); });
    });
  }
  if (!node.alarm || (alarms_[n] && *alarms_[n] <= *node.alarm))
    return;
  alarms_[n] = *node.alarm;
  time_.after(std::max(*node.alarm - time(), leat::duration::zero()), life_,
              [this, n, due = *node.alarm, alive = alive_] {
                if (!*alive || alarms_[n] != due)
                  return;
                alarms_[n].reset();
                nodes_[n]->alarm.reset();
                with_node(n, [](auto& core) { core.on_alarm(); });
              });
}

bool simulated_part::deliver(leat::order& what) {
  if (auto* c = std::get_if<leat::credit_order>(&what)) {
    if (const auto* e = edge(c->along); e && is_here(e->from))
      post(from_elsewhere, index(e->from), 1, false, [this, e, c = *c] {
        with_node(index(e->from), [&](auto& core) { core.on_credit(c.along, c.life, c.what); });
      });
    return true;
  }
  if (auto* c = std::get_if<leat::cancel_order>(&what)) {
    if (const auto* e = edge(c->along); e && is_here(e->from))
      post(from_elsewhere, index(e->from), 1, false, [this, e, c = *c] {
        with_node(index(e->from), [&](auto& core) { core.on_cancel(c.along, c.life); });
      });
    return true;
  }
  if (auto* c = std::get_if<leat::command_order>(&what)) {
    if (is_here(c->to))
      tell(c->to, std::move(c->what));
    return true;
  }
  if (auto* r = std::get_if<leat::report_order>(&what)) {
    if (here_ == leat::process_id{} && index(r->from) < nodes_.size())
      report_from(index(r->from), std::move(r->what));
    return true;
  }
  return false;
}

void simulated_part::deliver(leat::edge_id along, const std::vector<std::byte>& bytes) {
  const auto* e = edge(along);
  if (!e || !is_here(e->to))
    return;
  auto [life, what] = leat::packet_in(*e, bytes);
  post(from_elsewhere, index(e->to), 0, true,
       [this, e, life = life, what = std::make_shared<leat::packet>(std::move(what))] {
         with_node(index(e->to),
                   [&](auto& core) { core.on_packet(e->id, life, std::move(*what)); });
       });
}

void simulated_part::tell(leat::node_id whom, leat::node_command what) {
  post(at_coordinator, index(whom), 0, false,
       [this, whom, what = std::make_shared<leat::node_command>(std::move(what))] {
         with_node(index(whom), [&](auto& core) { apply(core, std::move(*what)); });
       });
}

// -- what goes out

void simulated_part::post(std::size_t from, std::size_t to, int lane, bool is_packet,
                          std::function<void()> what) {
  if (is_packet)
    ++waiting_[to];
  time_.along(ways_[{from, to, lane}], time_.now(), life_,
              [this, to, is_packet, what = std::move(what), alive = alive_] {
                if (!*alive)
                  return;
                if (is_packet)
                  --waiting_[to];
                what();
              });
}

void simulated_part::report_from(std::size_t node, leat::report what) {
  post(node, at_coordinator, 0, false,
       [this, node, what = std::make_shared<leat::report>(std::move(what))] {
         out_.report(leat::node_id(node), std::move(*what));
       });
}

void simulated_part::packet_to(const leat::edge_plan& along, leat::epoch life,
                               leat::packet what) {
  const auto to = index(along.to);
  if (const auto* items = std::get_if<leat::data_packet>(&what)) {
    has_sent_ = true;
    in_.budgets.sent(along, *items, *node(along.from), node_anywhere(along.to));
  }
  if (!nodes_[to])
    return out_.packet(static_cast<std::uint32_t>(plan_->nodes[to].process),
                       leat::channel_of(job_.second, along.id), to_message(along, life, what));
  post(index(along.from), to, 0, true,
       [this, to, id = along.id, life, what = std::make_shared<leat::packet>(std::move(what))] {
         with_node(to, [&](auto& core) { core.on_packet(id, life, std::move(*what)); });
       });
}

void simulated_part::credit_to(const leat::edge_plan& along, leat::epoch life,
                               leat::credit what) {
  const auto to = index(along.from);
  if (!nodes_[to])
    return out_.order(static_cast<std::uint32_t>(plan_->nodes[to].process),
                      leat::credit_order{along.id, life, what});
  post(index(along.to), to, 1, false, [this, to, id = along.id, life, what] {
    with_node(to, [&](auto& core) { core.on_credit(id, life, what); });
  });
}

void simulated_part::cancel_to(const leat::edge_plan& along, leat::epoch life) {
  const auto to = index(along.from);
  if (!nodes_[to])
    return out_.order(static_cast<std::uint32_t>(plan_->nodes[to].process),
                      leat::cancel_order{along.id, life});
  post(index(along.to), to, 1, false, [this, to, id = along.id, life] {
    with_node(to, [&](auto& core) { core.on_cancel(id, life); });
  });
}

void simulated_part::wake(std::size_t node) {
  post(from_elsewhere, node, 2, false,
       [this, node] { with_node(node, [](auto& core) { core.on_wake(); }); });
}
