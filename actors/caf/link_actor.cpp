// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/link_actor.hpp"

#include <leat/bytes.hpp>

#include <string>
#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

std::vector<const edge_plan*> edges_of(const job_plan& plan) {
  std::vector<const edge_plan*> all;
  for (auto& node : plan.nodes)
    for (auto& edge : node.inputs) {
      if (all.size() <= index(edge.id))
        all.resize(index(edge.id) + 1);
      all[index(edge.id)] = &edge;
    }
  return all;
}

link_actor::link_actor(caf::actor_config& config, job_id job,
                       std::shared_ptr<const job_plan> plan, session_carrier by, session_id along)
  : caf::event_based_actor(config), job_(job), plan_(std::move(plan)), edges_(edges_of(*plan_)),
    by_(std::move(by)), along_(along) {}

caf::behavior link_actor::make_behavior() {
  return {
    [this](const packet_message& m) { send_packet(m); },
    [this](const credit_message& m) { send_order(credit_order{m.along, m.life, m.what}); },
    [this](const cancel_message& m) { send_order(cancel_order{m.along, m.life}); },
    [this](const command_message& m) { send_order(command_order{m.to, m.what}); },
    [this](const report_message& m) { send_order(report_order{m.from, m.what}); },
    [this](connect_message& m) { coordinator_ = std::move(m.coordinator); },
  };
}

void link_actor::on_exit() {
  by_.broker = nullptr;
  coordinator_ = nullptr;
}

void link_actor::send_packet(const packet_message& m) {
  const auto& edge = *edges_[index(m.along)];
  if (failed_.contains(m.along))
    return; // its end would say that all had come
  try {
    const auto in = channel_of(job_, m.along);
    auto bytes = to_message(edge, m.life, m.what, by_.most_item_bytes);
    send(by_.broker, send_message{along_, lane::packets, in, std::move(bytes)});
  } catch (...) { // a user's codec may throw what it likes
    failed_.insert(m.along);
    failure why{.node = plan_->nodes[index(edge.from)].name};
    why.cause = std::current_exception();
    why.what = message_of(why.cause);
    caf::anon_send<high>(coordinator_,
                         report_message{edge.from, node_failed{why.node, std::move(why)}});
  }
}

void link_actor::send_order(const order& what) {
  send(by_.broker, send_message{along_, lane::orders, {}, to_message(job_, what)});
}

// -- the part of a job

const caf::actor* job_part::local(node_id node) const {
  if (!nodes || index(node) >= plan->nodes.size() || plan->nodes[index(node)].process != here)
    return nullptr;
  return &(*nodes)[index(node)];
}

const edge_plan* job_part::edge(edge_id id) const {
  return index(id) < edges.size() ? edges[index(id)] : nullptr;
}

void job_part::deliver(edge_id along, std::vector<std::byte> packet) const {
  if (const auto* e = edge(along))
    if (const auto* node = local(e->to))
      caf::anon_send(*node, encoded_packet_message{along, std::move(packet)});
}

bool job_part::deliver(order& what) const {
  if (auto* c = std::get_if<credit_order>(&what)) {
    if (const auto* e = edge(c->along))
      if (const auto* node = local(e->from))
        caf::anon_send<high>(*node, credit_message{c->along, c->life, c->what});
    return true;
  }
  if (auto* c = std::get_if<cancel_order>(&what)) {
    if (const auto* e = edge(c->along))
      if (const auto* node = local(e->from))
        caf::anon_send<high>(*node, cancel_message{c->along, c->life});
    return true;
  }
  if (auto* c = std::get_if<command_order>(&what)) {
    if (const auto* node = local(c->to))
      caf::anon_send<high>(*node, command_message{c->to, std::move(c->what)});
    return true;
  }
  if (auto* r = std::get_if<report_order>(&what)) {
    if (index(r->from) < plan->nodes.size() && here == process_id{})
      caf::anon_send<high>(coordinator, report_message{r->from, std::move(r->what)});
    return true;
  }
  return false;
}

} // namespace leat::shell
