// SPDX-License-Identifier: BSD-3-Clause
#include <leat/call_life.hpp>
#include <leat/node_core.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace leat {

namespace {

constexpr int calls_per_run = 64; // then other messages get their turn
constexpr duration run_at_most = std::chrono::milliseconds(1);
constexpr duration slice_target = std::chrono::microseconds(200);

/// As long as it lives the slice has one item.
class first_alone {
 public:
  explicit first_alone(chunk_slice& items)
    : items_(items), end_(std::exchange(items.end, items.begin + 1)) {}
  first_alone(const first_alone&) = delete;
  first_alone& operator=(const first_alone&) = delete;
  ~first_alone() { items_.end = end_; }

 private:
  chunk_slice& items_;
  std::size_t end_;
};

chunk_limits limits_of(const outlet_plan& plan) {
  chunk_limits limits{.items = plan.chunk_items, .bytes = std::numeric_limits<std::size_t>::max()};
  for (auto& edge : plan.edges) {
    auto& limit = edge.budget.in() == unit::items ? limits.items : limits.bytes;
    limit = std::min(limit, edge.budget.quarter());
  }
  return limits;
}

} // namespace

node_core::node_core(node_plan plan, node_host& host) : plan_(std::move(plan)), host_(host) {
  for (auto& edge : plan_.inputs)
    inputs_.emplace_back(edge);
  std::sort(inputs_.begin(), inputs_.end(), [](auto& a, auto& b) { return a.plan.id < b.plan.id; });
  for (auto& outlet : plan_.outlets) {
    outlets_.push_back(outlet.make());
    outlets_.back()->connect(outlet.how, std::max<std::size_t>(1, outlet.edges.size()),
                             limits_of(outlet));
    auto& edges = edges_of_outlet_.emplace_back();
    for (auto& edge : outlet.edges) {
      edges.push_back(outputs_.size());
      outputs_.emplace_back(edge);
    }
    if (outlet.edges.empty())
      outlets_.back()->discard();
  }
  if (plan_.on_crash)
    crashes_.emplace(restart_limit{plan_.on_crash->intensity, plan_.on_crash->period});
  dealt_.resize(outlets_.size(), 0);
  branches_of_outlet_.resize(outlets_.size());
  counters_.failed.resize(plan_.steps.size(), 0);
}

node_core::~node_core() { operator_.reset(); } // what it holds refers to us

// -- what comes from neighbours

std::size_t node_core::input_at(edge_id id) const {
  const auto found = std::lower_bound(inputs_.begin(), inputs_.end(), id,
                                      [](const in_edge& e, edge_id i) { return e.plan.id < i; });
  return static_cast<std::size_t>(found - inputs_.begin());
}

void node_core::on_packet(edge_id along, epoch life, packet what) {
  const std::size_t i = input_at(along);
  auto& edge = inputs_[i];
  if (life != edge.life || over())
    return run();
  if (edge.cancelled && state_ == node_state::working && std::holds_alternative<probe>(what))
    take_signal(i, what); // nothing waits before it
  edge.arrive(std::move(what));
  run();
}

void node_core::on_credit(edge_id along, epoch life, const credit& what) {
  for (auto& edge : outputs_)
    if (edge.plan.id == along && edge.life == life)
      edge.on_credit(what);
  run();
}

void node_core::on_cancel(edge_id along, epoch life) {
  for (auto& edge : outputs_)
    if (edge.plan.id == along && edge.life == life)
      edge.cancel();
  leave_unheard();
  run();
}

// -- what comes from the host

void node_core::on_alarm() {
  alarm_.reset();
  run();
}

void node_core::on_call_finished(std::uint64_t which) {
  if (const auto call = call_of_this_life(which, counters_.restarts))
    due_calls_.push_back({call::kind::result, *call});
  run();
}

void node_core::on_wake() {
  if (state_ != node_state::working)
    return;
  now_ = host_.now();
  attempt([this] { operator_->on_wake(*this); });
  settle_failure();
  run();
}

void node_core::run() {
  if (state_ != node_state::working && state_ != node_state::ending)
    return;
  bool advanced = runs_later_ = false;
  const timestamp begun = host_.now();
  for (int i = 0;; ++i) {
    dispatch();
    pass_probes();
    if (state_ != node_state::working)
      break;
    const bool others_first =
      plan_.blocking && host_.more_waiting(); // the next call may take for ever
    if (i == calls_per_run || (i > 0 && (others_first || now_ - begun >= run_at_most))) {
      host_.run_later();
      runs_later_ = true;
      break;
    }
    if (!advance()) {
      flush_when_idle();
      break;
    }
    advanced = true;
  }
  if (over())
    return;
  give_credit();
  if (state_ == node_state::ending && probes_out_ == 0 && signals_.empty()
      && std::all_of(outputs_.begin(), outputs_.end(), [](auto& e) { return e.idle(); })) {
    operator_->ended_in_order();
    return end_now(node_state::ended);
  }
  watch_for_stall(advanced);
  arm();
}

// -- work

bool node_core::blocked() const {
  return !signals_.empty()
    || std::any_of(outlets_.begin(), outlets_.end(), [](auto& o) { return !o->has_room(); })
    || std::any_of(outputs_.begin(), outputs_.end(),
                   [](auto& e) { return !e.idle(); }); // one chunk may wait for credit
}

bool node_core::advance() {
  if (restart_at_) {
    if (host_.now() < *restart_at_)
      return false;
    begin_afresh();
    return true;
  }
  if (retry_at_) {
    if (host_.now() < *retry_at_)
      return false;
    retry_at_.reset();
  }
  if (blocked())
    return operator_->takes_input_when_blocked() && advance_inputs();
  if (again_)
    return make(*std::exchange(again_, std::nullopt));
  if (std::exchange(timer_was_last_, false) && (advance_inputs() || finish_if_due()))
    return true; // a timer that is always late keeps no input waiting
  if (!timers_.empty())
    if (const auto due = timers_.take_due(host_.now())) {
      timer_was_last_ = true;
      return make({call::kind::timer, *due});
    }
  if (!due_calls_.empty()) {
    const call next = due_calls_.front();
    due_calls_.pop_front();
    return make(next);
  }
  if (advance_inputs() || finish_if_due())
    return true;
  return may_give() && make({call::kind::give});
}

bool node_core::may_give() const {
  return operator_->can_give() && (!operator_->keeps_what_waits() || way_open());
}

bool node_core::finish_if_due() {
  return std::exchange(finish_due_, false) && make({call::kind::finish});
}

bool node_core::advance_inputs() {
  const std::size_t n = inputs_.size();
  if (plan_.gathers)
    return advance_in_turn();
  for (const bool inside :
       {true, false}) // what is inside a loop goes first, else an endless source fills the disk
    for (std::size_t k = 1; k <= n; ++k) {
      const std::size_t i = (last_input_ + k) % n;
      if (inputs_[i].plan.inside.has_value() == inside && take_front(i)) {
        last_input_ = i;
        return true;
      }
    }
  return false;
}

// Items and turns are taken from the input whose turn it is; other signals from wherever they have
// come to the front.
bool node_core::advance_in_turn() {
  for (std::size_t i = 0; i < inputs_.size(); ++i)
    if (!inputs_[i].empty() && !inputs_[i].front_data()
        && !std::holds_alternative<turn>(inputs_[i].front()) && take_front(i))
      return true;
  for (std::size_t skipped = 0; skipped < inputs_.size(); ++skipped) {
    if (take_front(last_input_))
      return true;
    if (!inputs_[last_input_].ended)
      return false;
    pass_turn();
  }
  return false;
}

bool node_core::take_front(std::size_t i) {
  auto& edge = inputs_[i];
  if (edge.empty() || edge.held_up())
    return false;
  if (edge.front_data()) {
    if (!operator_->wants(edge.plan.port, *this))
      return false;
    return make({call::kind::process, i});
  }
  packet signal = std::move(edge.front());
  edge.pop();
  take_signal(i, std::move(signal));
  return true;
}

chunk_slice* node_core::front(int port) {
  for (auto& edge : inputs_)
    if (edge.plan.port == port && !edge.held_up())
      if (auto* data = edge.front_data())
        return &data->items;
  return nullptr;
}

bool node_core::port_ended(int port) const {
  return std::all_of(inputs_.begin(), inputs_.end(),
                     [&](auto& e) { return e.plan.port != port || e.ended || e.cancelled; });
}

bool node_core::make(call what) {
  now_ = host_.now();
  progress answer{};
  const bool takes = what.what == call::kind::process;
  auto* const front = takes ? inputs_[what.argument].front_data() : nullptr;
  const std::size_t since = front ? front->items.begin : 0;
  attempt([&] { answer = invoke(what); });
  if (failure_ && front)
    step_over(what.argument, since);
  settle_after_call();
  if (settle_failure())
    return true;
  if (what.what != call::kind::process && !retry_at_)
    attempts_ = 0;
  if (answer == progress::done)
    begin_end();
  else if (answer == progress::again && what.what != call::kind::give)
    again_ = what;
  else if (finishing_ && what.what != call::kind::finish)
    finish_due_ = true;
  return true;
}

progress node_core::invoke(const call& what) {
  switch (what.what) {
  case call::kind::process: {
    auto& edge = inputs_[static_cast<std::size_t>(what.argument)];
    auto* data = edge.front_data();
    if (!data) { // all is used up, but not yet given out
      chunk_slice nothing;
      return operator_->process(edge.plan.port, nothing, *this);
    }
    if (attempts_ == 0)
      return operator_->process(edge.plan.port, data->items, *this);
    progress answer{};
    {
      const first_alone only(data->items); // the item that failed
      answer = operator_->process(edge.plan.port, data->items, *this);
    }
    if (!retry_at_ && data->items.begin != data->accounted)
      attempts_ = 0;
    return answer == progress::more && !data->items.empty() ? progress::again : answer;
  }
  case call::kind::port_ended:
    return operator_->port_ended(static_cast<int>(what.argument), *this);
  case call::kind::finish:
    return operator_->finish(*this);
  case call::kind::drain:
    return operator_->drain(*this);
  case call::kind::timer:
    return operator_->on_timer(what.argument, *this);
  case call::kind::result:
    return operator_->on_call_finished(what.argument, *this);
  case call::kind::give:
    return give();
  }
  return progress::more;
}

progress node_core::give() {
  const std::size_t most = attempts_ > 0 ? 1 : std::min(slice_, host_.slice_limit());
  const auto answer = operator_->give(most, *this);
  if (!retry_at_)
    attempts_ = 0;
  const auto took = host_.now() - now_;
  if (took < slice_target)
    slice_ = std::min<std::size_t>(slice_ * 2, 1 << 20);
  else if (took > run_at_most)
    slice_ = std::max<std::size_t>(slice_ / 2, 1);
  now_ += took;
  if (plan_.blocking) // what it gave is not to wait until the next call comes back
    for (auto& outlet : outlets_)
      outlet->seal();
  return answer;
}

void node_core::settle_after_call() {
  for (auto& edge : inputs_) {
    auto* data = edge.front_data();
    if (!data)
      continue;
    const std::size_t n = edge.account();
    counters_.in += n;
    if (edge.plan.inside && plan_.head_of)
      returned_ += n;
    if (data->items.empty())
      edge.pop();
  }
  leave_unwanted();
}

void node_core::arm() {
  std::optional<timestamp> next = timers_.earliest();
  const auto consider = [&](timestamp t) { next = next ? std::min(*next, t) : t; };
  if (retry_at_)
    consider(*retry_at_);
  if (restart_at_)
    consider(*restart_at_);
  if (tell_stall_at_)
    consider(*tell_stall_at_);
  if (next && blocked() && *next <= host_.now())
    return; // it has fired; what it brings waits for room
  if (next && (!alarm_ || *next < *alarm_)) {
    alarm_ = next;
    host_.set_alarm(*next);
  }
}

} // namespace leat
