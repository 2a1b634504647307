// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/job_part.hpp"

#include <utility>

namespace leat::shell {

namespace {
constexpr auto high = caf::message_priority::high;
} // namespace

std::shared_ptr<const packet_routes> job_part::ways_out(const session_carrier& by) const {
  packet_routes ways{id, by.most_item_bytes, {}};
  for (auto& session : sessions_to_nodes(*plan, here, along))
    ways.to.push_back(session ? by.sessions->find(*session) : nullptr);
  return std::make_shared<const packet_routes>(std::move(ways));
}

void job_part::let_in(const session_registry& sessions) const {
  for (auto& [session, edges] : incoming_edges(*plan, here, along)) {
    std::vector<std::pair<channel, caf::actor>> by_channel;
    for (auto* edge : edges)
      by_channel.emplace_back(channel_of(id, edge->id), (*nodes)[index(edge->to)]);
    sessions.find(session)->let_in(std::move(by_channel));
  }
}

void job_part::close(const session_registry& sessions) const {
  for (auto& [unused, session] : along)
    sessions.find(session)->let_out(id);
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
