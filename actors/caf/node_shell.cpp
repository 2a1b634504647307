// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/node_shell.hpp"

#include "actors/caf/node_actor.hpp"
#include "actors/caf/node_thread.hpp"
#include <leat/bytes.hpp>

#include <algorithm>
#include <utility>

namespace leat::shell {

namespace {

constexpr auto high = caf::message_priority::high;

/// Completions of calls, as messages to the node. Holds the actor weakly: late ones find nobody.
class actor_call_port final : public call_port {
 public:
  actor_call_port(caf::weak_actor_ptr node, std::shared_ptr<const node_services> services)
    : node_(std::move(node)), services_(std::move(services)) {}

  void started(std::uint64_t) override {}
  void finished(std::uint64_t call) override {
    if (auto node = caf::actor_cast<caf::actor>(node_.lock()))
      caf::anon_send(node, result_message{call});
  }
  void watch(std::uint64_t call, std::function<bool(duration)> ready) override {
    services_->results->watch(std::move(ready), [node = node_, call] {
      if (auto alive = caf::actor_cast<caf::actor>(node.lock()))
        caf::anon_send(alive, result_message{call});
    });
  }

 private:
  caf::weak_actor_ptr node_;
  std::shared_ptr<const node_services> services_;
};

} // namespace

node_shell::node_shell(const node_plan& plan, const caf::actor& self,
                       std::shared_ptr<const node_services> services)
  : id_(plan.id), name_(plan.name), self_(caf::actor_cast<caf::weak_actor_ptr>(self)),
    services_(std::move(services)),
    random_(static_cast<std::minstd_rand::result_type>(index(id_) + 1)) {}

caf::actor node_shell::self() const { return caf::actor_cast<caf::actor>(self_.lock()); }

void node_shell::connect(connect_message& m) {
  peers_ = std::move(m.nodes);
  coordinator_ = std::move(m.coordinator);
  routes_ = std::move(m.routes);
}

void node_shell::disconnect() {
  peers_.reset();
  coordinator_ = nullptr;
  routes_.reset();
}

void node_shell::take_apart(node_core& core, encoded_packet_message& m) {
  const auto& inputs = core.plan().inputs;
  const auto edge =
    std::find_if(inputs.begin(), inputs.end(), [&](auto& e) { return e.id == m.along; });
  if (edge == inputs.end())
    return core.run();
  std::pair<epoch, packet> read;
  try {
    read = packet_in(*edge, std::move(m.bytes).whole());
  } catch (...) {
    fail();
    return core.run();
  }
  core.on_packet(m.along, read.first, std::move(read.second));
}

/// For the exception that is being handled; a user's codec may throw what it likes.
void node_shell::fail() {
  failure why{.node = name_};
  why.cause = std::current_exception();
  why.what = message_of(why.cause);
  tell(node_failed{name_, std::move(why)});
}

shared_session* node_shell::session_to(node_id node) const {
  return routes_ ? routes_->to[index(node)].get() : nullptr;
}

void node_shell::send_encoded(shared_session& session, const edge_plan& along, epoch life,
                              const packet& what) {
  if (failed_.contains(along.id))
    return; // its end would say that all had come
  try {
    auto bytes = to_message(along, life, what, routes_->most_item_bytes);
    session.send(lane::packets, channel_of(routes_->job, along.id), std::move(bytes));
  } catch (...) {
    failed_.insert(along.id);
    fail();
  }
}

void node_shell::send_order(shared_session& session, const order& what) {
  session.send(lane::orders, {}, to_message(routes_->job, what));
}

void node_shell::send(const edge_plan& along, epoch life, packet what) {
  if (auto* session = session_to(along.to))
    return send_encoded(*session, along, life, what);
  caf::anon_send((*peers_)[index(along.to)], packet_message{along.id, life, std::move(what)});
}

void node_shell::grant(const edge_plan& along, epoch life, credit what) {
  if (auto* session = session_to(along.from))
    return send_order(*session, credit_order{along.id, life, what});
  caf::anon_send<high>((*peers_)[index(along.from)], credit_message{along.id, life, what});
}

void node_shell::cancel(const edge_plan& along, epoch life) {
  if (auto* session = session_to(along.from))
    return send_order(*session, cancel_order{along.id, life});
  caf::anon_send<high>((*peers_)[index(along.from)], cancel_message{along.id, life});
}

void node_shell::tell(report what) {
  caf::anon_send<high>(coordinator_, report_message{id_, std::move(what)});
}

std::shared_ptr<call_port> node_shell::calls() {
  return std::make_shared<actor_call_port>(self_, services_);
}

std::function<void()> node_shell::waker() {
  return [node = self_] {
    if (auto alive = caf::actor_cast<caf::actor>(node.lock()))
      caf::anon_send(alive, wake_message{});
  };
}

caf::actor spawn_node(caf::actor_system& in, node_plan plan,
                      std::shared_ptr<const node_services> services) {
  if (plan.blocking)
    return in.spawn<threaded_node_actor>(std::move(plan), std::move(services));
  return in.spawn<node_actor>(std::move(plan), std::move(services));
}

} // namespace leat::shell
