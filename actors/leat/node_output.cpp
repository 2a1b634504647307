// SPDX-License-Identifier: BSD-3-Clause
// The part of node_core that sends: from the outlets to the edges, as far as there is credit, and
// credit back.
#include <leat/node_core.hpp>

#include <algorithm>
#include <utility>

namespace leat {

void node_core::flush_when_idle() {
  take_refused_probes();
  pass_probes();
  if (state_ != node_state::working || host_.more_waiting())
    return dispatch();
  for (std::size_t o = 0; o < outlets_.size(); ++o) {
    auto& edges = edges_of_outlet_[o];
    const auto idle = [&](std::size_t e) { return outputs_[e].cancelled() || outputs_[e].idle(); };
    const bool open_way = plan_.outlets[o].how == routing::deal
      ? std::any_of(edges.begin(), edges.end(), idle)
      : std::all_of(edges.begin(), edges.end(), idle);
    if (open_way && std::ranges::all_of(branches_of_outlet_[o], idle) && outlets_[o]->holds_open())
      outlets_[o]->seal();
  }
  dispatch();
}

bool node_core::way_open() const {
  return std::ranges::all_of(outputs_, [this](const out_edge& edge) {
    const auto& outlet = *outlets_[edge.plan.outlet];
    const bool by_items = edge.plan.budget.in() == unit::items;
    const std::size_t before = by_items ? outlet.open_items() : outlet.open_bytes();
    return edge.closed()
      || (!outlet.has_sealed() && edge.idle() && edge.lets_through(before + 1));
  });
}

void node_core::dispatch() {
  for (;;) {
    for (auto& edge : outputs_) // first, so that what waits in the outlets moves up
      edge.flush(host_);
    bool left = false;
    for (std::size_t o = 0; o < outlets_.size(); ++o) {
      if (!signals_.empty())
        outlets_[o]->seal();
      while (outlets_[o]->has_sealed() && dispatch_data(o)) {
      }
      left = left || outlets_[o]->has_sealed();
    }
    if (signals_.empty() || left)
      break;
    send_signal_on_edges(signals_.front());
    signals_.pop_front();
  }
}

bool node_core::dispatch_data(std::size_t o) {
  const auto& branches = branches_of_outlet_[o];
  if (branches.empty())
    return route(o);
  if (!std::ranges::all_of(branches, [this](std::size_t e) {
        return outputs_[e].idle() || outputs_[e].closed();
      }))
    return false;
  const chunk_slice items = outlets_[o]->first_sealed().items;
  if (!route(o))
    return false;
  for (auto e : branches) {
    outputs_[e].enqueue(items);
    outputs_[e].flush(host_);
  }
  return true;
}

bool node_core::route(std::size_t o) {
  auto& outlet = *outlets_[o];
  auto& edges = edges_of_outlet_[o];
  switch (plan_.outlets[o].how) {
  case routing::share: {
    for (auto e : edges)
      if (!outputs_[e].idle() && !outputs_[e].cancelled())
        return false;
    const chunk_slice items = outlet.take_sealed().items;
    counters_.out += items.size();
    for (auto e : edges) {
      outputs_[e].enqueue(items);
      outputs_[e].flush(host_);
    }
    return true;
  }
  case routing::scatter: {
    auto& edge = outputs_[edges[outlet.first_sealed().edge]];
    if (!edge.idle() && !edge.cancelled())
      return false;
    chunk_slice items = outlet.take_sealed().items;
    counters_.out += items.size();
    edge.enqueue(std::move(items));
    edge.flush(host_);
    return true;
  }
  case routing::deal:
    return deal(o);
  }
  return false;
}

bool node_core::deal(std::size_t o) {
  auto& edges = edges_of_outlet_[o];
  if (std::ranges::all_of(edges, [this](std::size_t e) { return outputs_[e].cancelled(); })) {
    const auto left = outlets_[o]->take_sealed().items.size(); // only branches listen
    counters_.out += left;
    return true;
  }
  const chunk_slice& items = outlets_[o]->first_sealed().items;
  std::optional<std::size_t> chosen;
  if (plan_.outlets[o].in_turn) {
    while (outputs_[edges[dealt_[o] % edges.size()]].cancelled())
      ++dealt_[o];
    if (outputs_[edges[dealt_[o] % edges.size()]].idle())
      chosen = edges[dealt_[o]++ % edges.size()];
  } else {
    const auto heavy = [&](const out_edge& e) {
      return items.weight(e.plan.budget.in()) > e.plan.budget.size() - e.plan.budget.quarter();
    };
    for (std::size_t k = 0; k < edges.size();
         ++k) { // to the edge with the most credit; equal ones take turns
      const auto e = edges[(dealt_[o] + k) % edges.size()];
      const auto& edge = outputs_[e];
      if (edge.cancelled() || !edge.idle()
          || !(edge.lets_through(items.weight(edge.plan.budget.in())) || heavy(edge)))
        continue;
      if (!chosen || edge.available() > outputs_[*chosen].available())
        chosen = e;
    }
    ++dealt_[o];
  }
  if (!chosen)
    return false;
  auto& edge = outputs_[*chosen];
  chunk_slice taken = outlets_[o]->take_sealed().items;
  counters_.out += taken.size();
  edge.enqueue(std::move(taken));
  if (plan_.outlets[o].in_turn)
    edge.enqueue(packet(turn{}));
  edge.flush(host_);
  return true;
}

void node_core::give_credit() {
  for (auto& edge : inputs_)
    if (!edge.ended && !edge.cancelled)
      if (const auto due = edge.due_credit())
        host_.grant(edge.plan, edge.life, *due);
}

} // namespace leat
