// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/caf/messages.hpp"
#include "actors/caf/session_messages.hpp"
#include "actors/session/orders.hpp"

#include <memory>
#include <set>
#include <vector>

namespace leat::shell {

/// The edges of a plan, by id.
[[nodiscard]] std::vector<const edge_plan*> edges_of(const job_plan& plan);

/// The sessions of this process, and the largest item that they take.
struct session_carrier {
  caf::actor broker;
  std::size_t most_item_bytes = 0;
};

/// Stands in one process for the nodes, or the coordinator, of a job that are in another one: what
/// is sent to it goes there.
class link_actor final : public caf::event_based_actor {
 public:
  link_actor(caf::actor_config& config, job_id job, std::shared_ptr<const job_plan> plan,
             session_carrier by, session_id along);

  caf::behavior make_behavior() override;
  void on_exit() override;

 private:
  void send_packet(const packet_message& m);
  void send_order(const order& what);

  const job_id job_;
  std::shared_ptr<const job_plan> plan_;
  std::vector<const edge_plan*> edges_;
  session_carrier by_;
  const session_id along_;
  caf::actor coordinator_;
  std::set<edge_id> failed_; // something could not be sent along them
};

/// What one process has of a job that runs in several.
struct job_part {
  job_id id{};
  std::shared_ptr<const job_plan> plan{};
  process_id here{};
  peers nodes{};            // all of the job, links for those elsewhere; null until they are made
  caf::actor coordinator{}; // or the link to it
  std::vector<caf::actor> links{};
  std::vector<const edge_plan*> edges{};

  /// To the node that the edge leads to.
  void deliver(edge_id along, std::vector<std::byte> packet) const;
  /// Credits, cancels, commands and reports; true if it was one of them. What is for no node of
  /// this process is late, or forged, and ignored.
  bool deliver(order& what) const;

 private:
  [[nodiscard]] const caf::actor* local(node_id node) const;
  [[nodiscard]] const edge_plan* edge(edge_id id) const;
};

} // namespace leat::shell
