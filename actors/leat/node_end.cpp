// SPDX-License-Identifier: BSD-3-Clause
// The part of node_core that fails, ends and tells its state.
#include <leat/node_core.hpp>

#include <algorithm>
#include <utility>

namespace leat {

namespace {
constexpr std::size_t told_failures = 16; // failed items that are told one by one
} // namespace

// -- failures

void node_core::describe(failure& about, std::size_t step) const {
  about.what = message_of(about.cause);
  about.node = plan_.name;
  if (step < plan_.steps.size()) {
    about.node = plan_.steps[step].name;
    about.op = plan_.steps[step].kind;
    about.where = plan_.steps[step].where;
  }
}

verdict node_core::failed(std::size_t step, failure& about) {
  describe(about, step);
  const error_policy& policy = plan_.steps[step].on_error;
  about.attempts = std::max(about.attempts, attempts_ + 1); // an operator may have tried by itself
  if (attempts_ < policy.retries) {
    ++attempts_;
    retry_at_ = now_ + policy.wait.before_attempt(attempts_, random());
    return verdict::wait;
  }
  attempts_ = 0;
  if (++counters_.failed[step] <= told_failures && policy.last != error_policy::action::fail)
    host_.tell(item_failed{about});
  switch (policy.last) {
  case error_policy::action::skip:
    return verdict::skip;
  case error_policy::action::dead_letter:
    return verdict::letter;
  case error_policy::action::fail:
    break;
  }
  if (!failure_)
    failure_ = about;
  return verdict::stop;
}

void node_core::count_dropped(std::string_view reason, std::size_t n) {
  if (n == 0)
    return;
  const auto found = std::find_if(counters_.dropped.begin(), counters_.dropped.end(),
                                  [&](auto& d) { return d.reason == reason; });
  if (found != counters_.dropped.end())
    found->items += n;
  else
    counters_.dropped.push_back({std::string(reason), n});
}

/// True if the call that was made has failed: the node has ended or begins afresh.
bool node_core::settle_failure() {
  if (!failure_)
    return false;
  const bool all =
    plan_.on_crash && plan_.on_crash->strategy == restart_strategy::one_for_all;
  if (plan_.on_crash && !all && bears_a_crash())
    return true;
  host_.tell(node_failed{plan_.name, *failure_, all ? plan_.on_crash : std::nullopt});
  end_now(node_state::failed);
  return true;
}

// -- end

/// Outlets whose readers all want no more are closed; a node without others ends.
void node_core::leave_unheard() {
  const auto closed = [this](std::size_t e) { return outputs_[e].closed(); };
  for (std::size_t o = 0; o < outlets_.size(); ++o)
    if (!outlets_[o]->discards() && std::ranges::all_of(edges_of_outlet_[o], closed)
        && std::ranges::all_of(branches_of_outlet_[o], closed)) {
      counters_.out += outlets_[o]->open_items() + outlets_[o]->sealed_items();
      outlets_[o]->discard();
    }
  if (state_ == node_state::working && nobody_listens())
    begin_end();
}

bool node_core::nobody_listens() const {
  bool any = false;
  for (std::size_t o = 0; o < outlets_.size(); ++o) {
    if (plan_.outlets[o].letters)
      continue;
    any = true;
    if (!outlets_[o]->discards())
      return false;
  }
  return any;
}

void node_core::stop() {
  if (state_ != node_state::working)
    return;
  now_ = host_.now();
  told_to_stop_ = plan_.ports == 0 || plan_.head_of;
  if (told_to_stop_)
    operator_->stop(*this);
  if (plan_.head_of)
    finishing_ = finish_due_ = true;
  run();
}

void node_core::end_head() {
  if (state_ != node_state::working)
    return;
  finishing_ = finish_due_ = true;
  run();
}

void node_core::begin_end() {
  for (auto& edge : inputs_) {
    if (!edge.ended && !edge.cancelled) {
      edge.cancelled = true;
      host_.cancel(edge.plan, edge.life);
    }
    edge.discard_all();
  }
  tell_outer_ends();
  timers_.clear();
  due_calls_.clear();
  again_.reset();
  retry_at_.reset();
  restart_at_.reset();
  for (auto& waiting : std::exchange(waiting_probes_, {}))
    pass(waiting.what);
  state_ = node_state::ending;
  emit(stream_failure_ ? packet(failed_stream{stream_failure_}) : packet(end_of_stream{}));
  dispatch();
}

void node_core::abort() {
  if (!over())
    end_now(node_state::ended);
}

void node_core::end_now(node_state as) {
  for (auto& edge : inputs_)
    edge.discard_all();
  for (auto& outlet : outlets_) {
    counters_.out += outlet->open_items() + outlet->sealed_items();
    outlet->discard();
  }
  timers_.clear();
  state_ = as;
  node_ended last{status(), outputs_.empty() ? stream_failure_ : nullptr, passed_};
  operator_.reset();
  host_.tell(std::move(last));
}

void node_core::tell_outer_end(in_edge& edge) {
  if (edge.plan.leads_into && !std::exchange(edge.reported, true))
    host_.tell(outer_edge_ended{*edge.plan.leads_into});
}

void node_core::tell_outer_ends() {
  for (auto& edge : inputs_)
    tell_outer_end(edge);
}

} // namespace leat
