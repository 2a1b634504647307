// SPDX-License-Identifier: BSD-3-Clause
// The part of node_core that moves signals: merges and aligns them at fan-in, and keeps them behind
// the items.
#include <leat/node_core.hpp>

#include <algorithm>
#include <utility>

namespace leat {

void node_core::emit(packet signal) {
  if (!outputs_.empty())
    signals_.push_back(std::move(signal));
}

bool node_core::concerns(const edge_plan& edge, const packet& signal) const {
  if (const auto* p = std::get_if<probe>(&signal))
    return p->round ? edge.inside == p->round : !edge.back && !edge.attached;
  if (const auto* b = std::get_if<branch_begin>(&signal))
    return std::ranges::binary_search(b->point->way, edge.id);
  if (std::holds_alternative<turn>(signal))
    return !edge.attached;
  return true;
}

void node_core::send_signal_on_edges(const packet& signal) {
  for (auto& edge : outputs_)
    if (concerns(edge.plan, signal))
      edge.enqueue(packet(signal));
  if (const auto* b = std::get_if<branch_begin>(&signal))
    open_branches(*b->point);
}

void node_core::take_signal(std::size_t i, packet signal) {
  auto& edge = inputs_[i];
  if (auto* mark = std::get_if<watermark>(&signal))
    take_watermark(i, mark->time);
  else if (auto* what = std::get_if<barrier>(&signal))
    take_barrier(i, *what);
  else if (auto* asked = std::get_if<probe>(&signal)) {
    if (probes_.arrived(*asked, edge.plan.id, expected_edges(*asked)))
      probe_arrived(*asked);
  } else if (std::holds_alternative<turn>(signal))
    pass_turn();
  else if (auto* renewed = std::get_if<renewal>(&signal))
    take_renewal(*renewed);
  else if (auto* branch = std::get_if<branch_begin>(&signal))
    take_branch_point(i, std::move(branch->point));
  else if (auto* failed = std::get_if<failed_stream>(&signal))
    take_end(i, failed->reason);
  else
    take_end(i, nullptr);
}

// -- watermarks and barriers

void node_core::take_watermark(std::size_t i, timestamp time) {
  inputs_[i].time = time;
  update_watermark();
}

void node_core::update_watermark() {
  std::optional<timestamp> least;
  for (auto& edge : inputs_) {
    if (edge.ended || edge.cancelled || edge.plan.back)
      continue;
    if (!edge.time)
      return;
    least = least ? std::min(*least, *edge.time) : *edge.time;
  }
  if (!least || (watermark_ && *least <= *watermark_))
    return;
  watermark_ = least;
  now_ = host_.now();
  operator_->on_watermark(*least, *this);
  emit(watermark{*least});
}

void node_core::take_barrier(std::size_t i, barrier what) {
  inputs_[i].aligned = what.id;
  align_barrier();
}

void node_core::align_barrier() {
  std::optional<std::uint64_t> id;
  for (auto& edge : inputs_) {
    if (edge.ended || edge.cancelled || edge.plan.back)
      continue;
    if (!edge.aligned)
      return;
    id = edge.aligned;
  }
  if (!id)
    return;
  for (auto& edge : inputs_)
    edge.aligned.reset();
  emit(barrier{*id});
}

// -- turns

void node_core::pass_turn() {
  if (plan_.gathers)
    last_input_ = (last_input_ + 1) % inputs_.size();
  else
    emit(turn{});
}

// -- probes

std::vector<edge_id> node_core::expected_edges(const probe& what) const {
  std::vector<edge_id> edges;
  const auto add = [&](const in_edge& edge) {
    if (!edge.ended && !edge.cancelled && !edge.end_refused)
      edges.push_back(edge.plan.id);
  };
  if (what.round) {
    for (auto& edge : inputs_)
      if (edge.plan.inside == what.round)
        add(edge);
    return edges;
  }
  for (auto& reach : plan_.reach)
    if (reach.origin == what.origin)
      for (auto id : reach.edges)
        add(inputs_[input_at(id)]);
  return edges;
}

// A probe behind refused items passes them once it has come everywhere else: only further input
// could move them. Until then it keeps its place, for they may be wanted before that.
void node_core::take_refused_probes() {
  if (blocked() || again_
      || held_.size() > 0) // what is held leaves by itself, and then the refused items move on
    return;
  std::vector<in_edge*> refusing;
  for (auto& edge : inputs_) {
    const bool refused =
      edge.front_data() && !edge.held_up() && !operator_->wants(edge.plan.port, *this);
    edge.end_refused = refused && edge.end_waits();
    if (refused)
      refusing.push_back(&edge);
  }
  for (auto* edge : refusing)
    for (const auto& waiting : edge->waiting_probes()) {
      auto expected = expected_edges(waiting);
      for (auto* other : refusing)
        if (other->has_waiting(waiting))
          std::erase(expected, other->plan.id);
      if (!probes_.completed_by(waiting, expected))
        continue;
      for (auto* other : refusing)
        other->drop_probe(waiting);
      probe_arrived(waiting);
    }
  recheck_probes();
}

/// Fewer edges are expected to bring probes: some may be complete.
void node_core::recheck_probes() {
  for (auto& complete : probes_.recheck([this](const probe& p) { return expected_edges(p); })) {
    for (auto& edge : inputs_)
      edge.drop_probe(complete); // behind items that are refused for ever
    probe_arrived(complete);
  }
}

void node_core::probe_arrived(const probe& what) {
  if (what.round && plan_.head_of == what.round) { // back home
    if (round_ && round_->id == what.id) {
      round_.reset();
      host_.tell(round_done{*what.round, what.id, returned_ == 0});
    } else {
      early_home_ = what.id;
    }
    return;
  }
  waiting_probes_.push_back({what, held_.close(), false});
}

void node_core::pass_probes() {
  while (state_ == node_state::working && !waiting_probes_.empty() && signals_.empty()) {
    auto& next = waiting_probes_.front();
    if (!held_.empty_up_to(next.behind))
      return;
    if (next.what.drain && !std::exchange(next.drained, true)) {
      if (again_ || blocked()) {
        next.drained = false;
        return;
      }
      make({call::kind::drain});
      continue;
    }
    if (again_ && again_->what == call::kind::drain)
      return;
    const probe what = next.what;
    waiting_probes_.pop_front();
    if (what.round && plan_.head_of == what.round) {
      returned_ = held_.size(); // came back since the round began, and goes out behind the probe
      round_ = what;
      if (expected_edges(what).empty()) {
        probe_arrived(what);
        continue;
      }
    }
    pass(what);
    if (round_ && round_->id == early_home_)
      probe_arrived(*round_);
    dispatch();
  }
}

void node_core::pass(const probe& what) {
  emit(what);
  if (what.round)
    return;
  const auto known = std::find_if(passed_.begin(), passed_.end(),
                                  [&](auto& p) { return p.origin == what.origin; });
  if (known == passed_.end())
    passed_.push_back({what.origin, what.id});
  else
    known->id = what.id;
  if (outputs_.empty())
    host_.tell(probe_passed{what.id, what.origin});
}

void node_core::begin_probe() {
  const probe mine{.id = next_probe_++, .origin = plan_.id};
  ++probes_out_;
  host_.tell(probe_begun{mine.id});
  waiting_probes_.push_back({mine, held_.close(), true});
}

void node_core::begin_round(std::uint64_t round, bool drain) {
  if (state_ != node_state::working)
    return;
  waiting_probes_.push_back(
    {probe{.id = round, .round = plan_.head_of, .drain = drain}, held_.close(), true});
  run();
}

void node_core::on_probe_done(std::exception_ptr error) {
  if (over() || state_ == node_state::created)
    return;
  --probes_out_;
  now_ = host_.now();
  attempt([&] { operator_->on_probe_done(error, *this); });
  settle_failure();
  run();
}

// -- end of an input

void node_core::take_end(std::size_t i, std::exception_ptr reason) {
  auto& edge = inputs_[i];
  edge.ended = true;
  if (reason && !stream_failure_)
    stream_failure_ = std::move(reason);
  tell_outer_end(edge);
  if (goes_on_without() && port_ended(edge.plan.port))
    make({call::kind::port_ended, static_cast<std::uint64_t>(edge.plan.port)});
}

void node_core::cancel_port(int port) {
  for (auto& edge : inputs_)
    edge.unwanted = edge.unwanted || edge.plan.port == port;
}

// Probes go on to come on such an edge, since others wait for them.
void node_core::leave_unwanted() {
  bool any = false;
  for (auto& edge : inputs_) {
    if (!edge.unwanted || edge.cancelled || edge.ended)
      continue;
    edge.cancelled = any = true;
    host_.cancel(edge.plan, edge.life);
    for (auto& found : edge.take_probes())
      if (probes_.arrived(found, edge.plan.id, expected_edges(found)))
        probe_arrived(found);
    edge.discard_all();
    tell_outer_end(edge);
  }
  if (any)
    static_cast<void>(goes_on_without());
}

/// An input is gone: what waited for it goes on. False if it was the last one.
bool node_core::goes_on_without() {
  recheck_probes();
  update_watermark();
  align_barrier();
  align_branch_points();
  const bool last = std::all_of(inputs_.begin(), inputs_.end(),
                                [](auto& e) { return e.ended || e.cancelled; });
  if (last)
    finishing_ = finish_due_ = true;
  return !last;
}

} // namespace leat
