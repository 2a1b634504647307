// SPDX-License-Identifier: BSD-3-Clause
// The part of node_core that begins afresh: with another operator, in the same place.
#include <leat/call_life.hpp>
#include <leat/node_core.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace leat {

namespace {

/// In the place of an operator that is gone. It is given nothing, but refuses nothing either: what
/// waits will be taken.
class no_operator final : public operator_base {
 public:
  progress process(int, chunk_slice&, operator_context&) override { return progress::more; }
  [[nodiscard]] bool is_live(bool) const override { return true; }
};

std::string in_seconds(duration d) {
  char text[32];
  std::snprintf(text, sizeof text, "%g s", std::chrono::duration<double>(d).count());
  return text;
}

} // namespace

std::shared_ptr<call_port> node_core::calls() {
  if (!plan_.renewable)
    return host_.calls();
  return std::make_shared<port_of_life>(host_.calls(), counters_.restarts);
}

/// An item that was failed on is used up. Operators see to it; after their own faults nobody knows
/// how far they got.
void node_core::step_over(std::size_t input, std::size_t since) {
  auto* data = inputs_[input].front_data();
  if (!data || data->items.begin > since || data->items.empty())
    return;
  ++data->items.begin;
  count_dropped("lost by restart", 1);
}

/// False: one more than the node may have.
bool node_core::bears_a_crash() {
  if (!crashes_->bears(now_)) {
    failure_->what += "; it had begun afresh " + std::to_string(crashes_->count() - 1)
      + " times within " + in_seconds(crashes_->limit().period);
    return false;
  }
  const duration wait = crashes_->wait(plan_.on_crash->wait);
  failure why = *std::exchange(failure_, std::nullopt);
  const auto& limit = crashes_->limit();
  why.what += "; it begins afresh in " + in_seconds(wait) + ", restart "
    + std::to_string(crashes_->count()) + " of at most " + std::to_string(limit.intensity)
    + " within " + in_seconds(limit.period);
  host_.tell(item_failed{std::move(why)});
  give_up_operator(wait);
  if (plan_.on_crash->strategy == restart_strategy::rest_for_one)
    take_renewal({plan_.id, counters_.restarts});
  return true;
}

void node_core::give_up_operator(duration wait) {
  count_dropped("lost by restart", held_.give_up());
  timers_.clear();
  due_calls_.clear();
  again_.reset();
  retry_at_.reset();
  attempts_ = 0;
  finish_due_ = false;
  operator_ = std::make_unique<no_operator>();
  restart_at_ = now_ + wait;
  ++counters_.restarts; // calls that are under way belong to the life that is over
}

void node_core::begin_afresh() {
  restart_at_.reset();
  now_ = host_.now();
  attempt([this] {
    operator_ = plan_.make();
    operator_->start(*this);
    if (watermark_)
      operator_->on_watermark(*watermark_, *this);
    if (told_to_stop_)
      operator_->stop(*this);
  });
  if (settle_failure())
    return;
  for (int port = 0; port < plan_.ports && !finishing_; ++port)
    if (port_ended(port))
      due_calls_.push_back({call::kind::port_ended, static_cast<std::uint64_t>(port)});
  finish_due_ = finishing_;
  leave_unwanted();
}

/// Goes from node to node behind the items, and stops where it has been already.
void node_core::take_renewal(const renewal& what) {
  const auto known = std::find_if(renewals_.begin(), renewals_.end(),
                                  [&](auto& r) { return r.origin == what.origin; });
  if (known == renewals_.end())
    renewals_.push_back(what);
  else if (known->number >= what.number)
    return;
  else
    *known = what;
  emit(what);
  if (what.origin != plan_.id && plan_.renewable && !restart_at_) {
    now_ = host_.now();
    give_up_operator(duration::zero());
  }
}

} // namespace leat
