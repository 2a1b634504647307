// SPDX-License-Identifier: BSD-3-Clause
#include <leat/node_core.hpp>

#include <algorithm>

namespace leat {

namespace {
constexpr duration stall_after = std::chrono::seconds(1);
constexpr duration longest_silence = std::chrono::seconds(30);
} // namespace

// One that is stuck says so again and again, at growing intervals: what was live when the
// coordinator looked may be so no longer.
void node_core::watch_for_stall(bool advanced) {
  const bool stuck = blocked()
    || std::any_of(inputs_.begin(), inputs_.end(), [](auto& e) { return !e.empty(); });
  if (advanced || !stuck || !host_.wants_stall_reports()) {
    tell_stall_at_.reset();
    stuck_for_ = stall_after;
    if (!stuck || !host_.wants_stall_reports())
      return;
  }
  const timestamp now = host_.now();
  if (tell_stall_at_ && now >= *tell_stall_at_) {
    host_.tell(node_stalled{});
    stuck_for_ = std::min(2 * stuck_for_, longest_silence);
    tell_stall_at_.reset();
  }
  if (!tell_stall_at_) {
    stuck_for_ = std::max(stuck_for_, stall_after); // also for a node that has never advanced
    tell_stall_at_ = now + stuck_for_;
  }
}

node_status node_core::status() const {
  node_status s;
  s.id = plan_.id;
  s.name = plan_.name;
  s.instance = plan_.instance;
  s.state = state_;
  s.counters = counters_;
  s.counters.held = held_.size();
  for (auto& edge : inputs_) {
    s.counters.inputs.push_back(edge.counters());
    if (!edge.empty())
      s.refused.push_back(edge.plan.id);
    else if (!edge.ended && !edge.cancelled)
      s.starved.push_back(edge.plan.id);
  }
  for (auto& outlet : outlets_)
    s.counters.out += over() ? 0 : outlet->open_items() + outlet->sealed_items();
  const bool wants_way = operator_ && operator_->can_give() && !may_give();
  for (auto& edge : outputs_) {
    s.counters.outputs.push_back(edge.counters());
    if (!edge.cancelled() && (!edge.idle() || wants_way))
      s.lacks_room.push_back(edge.plan.id);
  }
  if (operator_ && state_ == node_state::working) {
    const bool full = blocked();
    const auto timer = timers_.earliest();
    const bool timed = timer && (!full || *timer > host_.now());
    s.live = runs_later_ || timed || retry_at_ || restart_at_ || operator_->is_live(full)
      || (!full && (!due_calls_.empty() || may_give()));
    s.text = operator_->state_text();
  }
  return s;
}

} // namespace leat
