// SPDX-License-Identifier: BSD-3-Clause
// The part of coordinator_core that adds branches to a running job and takes them off.
#include <leat/coordinator_core.hpp>

#include <utility>

namespace leat {

void coordinator_core::attach(const job_plan& grown, const branch_plan& branch) {
  plan_ = &grown;
  add_nodes(index(branch.first));
  receipts_.add_nodes(grown);
  judging_ = false; // who judged has not seen these nodes; it will be asked for again
  auto& b = branches_.emplace_back(branch_state{.plan = branch, .running = branch.nodes});
  for (std::size_t n = index(branch.first); n < nodes_.size(); ++n) {
    nodes_[n].branch = branch.id;
    host_.tell(node_id(n), command::start{});
    if (aborting_)
      host_.tell(node_id(n), command::abort{});
  }
  for (auto& c : components_)
    if (c.outer_left == 0 && c.round == 0)
      begin_round(c, false);
  for (auto& edge : branch.point->edges)
    if (nodes_[index(edge.from)].ended)
      host_.tell(edge.to, command::end_input{edge.id});
    else
      b.unopened.insert(edge.id);
  for (auto from : branch.point->begins_at)
    host_.tell(from, command::begin_branch{branch.point});
}

void coordinator_core::detach(branch_id which) {
  for (auto& b : branches_)
    if (b.plan.id == which && !std::exchange(b.detached, true))
      leave_branch(b);
}

/// Senders that know their edge into a branch that is given up are told so; the others later.
void coordinator_core::leave_branch(branch_state& b) {
  for (auto& edge : b.plan.point->edges) {
    if (b.unopened.contains(edge.id))
      continue;
    if (!b.failures.empty())
      host_.tell(edge.from, command::cancel_branch{edge.id});
    else if (b.detached)
      host_.tell(edge.from, command::end_branch{edge.id});
  }
}

/// What ends before it has heard of a branch sends it no end.
void coordinator_core::sender_ended(node_id which) {
  for (auto& b : branches_)
    for (auto& edge : b.plan.point->edges)
      if (edge.from == which && b.unopened.erase(edge.id) > 0)
        host_.tell(edge.to, command::end_input{edge.id});
}

void coordinator_core::branch_node_ended(node_id which) {
  const auto id = nodes_[index(which)].branch;
  if (!id)
    return;
  for (auto& b : branches_)
    if (b.plan.id == *id && --b.running == 0) {
      job_result result;
      result.outcome = b.failures.empty() ? outcome_ : job_outcome::failed;
      result.failures = b.failures.empty() ? failures_ : b.failures;
      host_.branch_ended(*id, result);
    }
}

coordinator_core::branch_state* coordinator_core::isolated_branch_of(node_id which) {
  const auto id = nodes_[index(which)].branch;
  for (auto& b : branches_)
    if (id == b.plan.id && b.plan.isolated)
      return &b;
  return nullptr;
}

void coordinator_core::abort_branch(branch_state& b) {
  leave_branch(b);
  for (std::size_t n = index(b.plan.first), end = n + b.plan.nodes; n < end; ++n)
    if (!nodes_[n].ended)
      host_.tell(node_id(n), command::abort{});
}

} // namespace leat
