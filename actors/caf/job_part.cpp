// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/job_part.hpp"

#include "actors/caf/session_messages.hpp"

#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

std::shared_ptr<const packet_routes> job_part::ways_out(session_carrier by) const {
  return std::make_shared<const packet_routes>(
    packet_routes{id, std::move(by), sessions_to_nodes(*plan, here, along)});
}

void job_part::let_in(const caf::actor& broker) const {
  for (auto& [session, edges] : incoming_edges(*plan, here, along)) {
    receivers_message m{session, {}};
    for (auto* edge : edges)
      m.by_channel.emplace_back(channel_of(id, edge->id), (*nodes)[index(edge->to)]);
    caf::anon_send(broker, std::move(m));
  }
}

void job_part::close(const caf::actor& broker) const {
  for (auto& [unused, session] : along)
    caf::anon_send(broker, no_receivers_message{session, id});
  for (auto& link : links)
    if (link)
      caf::anon_send_exit(link, caf::exit_reason::user_shutdown);
}

const caf::actor* job_part::local(node_id node) const {
  if (!nodes || index(node) >= plan->nodes.size() || plan->nodes[index(node)].process != here)
    return nullptr;
  return &(*nodes)[index(node)];
}

const caf::actor* job_part::sender(edge_id along) const {
  const auto edge = edges.find(along);
  return edge == edges.end() ? nullptr : local(edge->second.from);
}

bool job_part::deliver(order& what) const {
  if (auto* c = std::get_if<credit_order>(&what)) {
    if (const auto* node = sender(c->along))
      caf::anon_send<high>(*node, credit_message{c->along, c->life, c->what});
    return true;
  }
  if (auto* c = std::get_if<cancel_order>(&what)) {
    if (const auto* node = sender(c->along))
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
