// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/messages.hpp"
#include "actors/caf/packet_routes.hpp"
#include <leat/node_core.hpp>
#include <leat/services.hpp>

#include <memory>
#include <random>
#include <set>
#include <string>

namespace leat::shell {

/// What the two shells of a node (actor, thread) have in common: sends, grants and reports go out
/// as messages. Thread-safe as far as CAF's `anon_send` is; the rest belongs to the thread that
/// runs the node.
class node_shell : public node_host {
 public:
  node_shell(const node_plan& plan, const caf::actor& self,
             std::shared_ptr<const node_services> services);

  void connect(connect_message& m);
  /// Lets go of all handles, so that nodes do not keep each other alive.
  void disconnect();

  /// Gives the core what came from another process. What is broken fails the node.
  void take_apart(node_core& core, encoded_packet_message& m);

  [[nodiscard]] timestamp now() override { return services_->clock.now(); }
  void send(const edge_plan& along, epoch life, packet what) override;
  void grant(const edge_plan& along, epoch life, credit what) override;
  void cancel(const edge_plan& along, epoch life) override;
  void tell(report what) override;
  [[nodiscard]] std::shared_ptr<call_port> calls() override;
  [[nodiscard]] std::function<void()> waker() override;
  [[nodiscard]] std::uint64_t random() override { return random_(); }
  [[nodiscard]] std::size_t slice_limit() override { return outlet_base::endless; }
  [[nodiscard]] bool wants_stall_reports() const override { return true; }

 protected:
  [[nodiscard]] caf::actor self() const;

 private:
  [[nodiscard]] shared_session* session_to(node_id node) const;
  void send_encoded(shared_session& session, const edge_plan& along, epoch life,
                    const packet& what);
  void send_order(shared_session& session, const order& what);
  void fail();

  node_id id_;
  std::string name_;
  caf::weak_actor_ptr self_;
  std::shared_ptr<const node_services> services_;
  peers peers_;
  caf::actor coordinator_;
  std::shared_ptr<const packet_routes> routes_; // to other processes, if there are any
  std::set<edge_id> failed_;                    // something could not be sent along them
  std::minstd_rand random_;
};

/// Starts a node in an actor of its own, or, if it blocks, in a thread behind an actor.
[[nodiscard]] caf::actor spawn_node(caf::actor_system& in, node_plan plan,
                                    std::shared_ptr<const node_services> services);

} // namespace leat::shell
