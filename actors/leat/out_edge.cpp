// SPDX-License-Identifier: BSD-3-Clause
#include <leat/out_edge.hpp>

#include <algorithm>

namespace leat {

bool out_edge::lets_through(std::size_t weight) const {
  return sent_ + weight <= granted_
    || (weight > plan.budget.size() && sent_ == granted_ - plan.budget.size());
}

void out_edge::enqueue(chunk_slice items) {
  if (ended_)
    return;
  if (cancelled_) {
    discarded_ += items.size();
    return;
  }
  const std::size_t weight = items.weight(plan.budget.in());
  pending_.emplace_back(data_packet{std::move(items), weight});
}

void out_edge::enqueue(packet signal) {
  if (ended_ || (cancelled_ && !std::holds_alternative<probe>(signal)))
    return;
  if (auto* mark = std::get_if<watermark>(&signal); mark && watermarks_sent_ != watermarks_taken_) {
    later_watermark_ = *mark;
    return;
  }
  if (later_watermark_
      && (std::holds_alternative<end_of_stream>(signal)
          || std::holds_alternative<failed_stream>(signal)))
    pending_.emplace_back(*std::exchange(later_watermark_, std::nullopt));
  pending_.push_back(std::move(signal));
}

void out_edge::flush(node_host& host) {
  while (!pending_.empty()) {
    packet& next = pending_.front();
    if (auto* data = std::get_if<data_packet>(&next)) {
      if (!lets_through(data->weight)) {
        if (data->weight > plan.budget.size() - plan.budget.quarter()
            && !std::exchange(want_said_, true))
          host.send(plan, life, want{});
        return;
      }
      want_said_ = false;
      sent_ += data->weight;
      items_ += data->items.size();
    } else if (std::holds_alternative<watermark>(next)) {
      ++watermarks_sent_;
    }
    ++packets_;
    host.send(plan, life, std::move(next));
    pending_.pop_front();
  }
}

void out_edge::on_credit(const credit& c) {
  granted_ = std::max(granted_, c.granted);
  used_ = std::max(used_, c.used);
  watermarks_taken_ = std::max(watermarks_taken_, c.watermarks);
  if (later_watermark_ && watermarks_sent_ == watermarks_taken_)
    pending_.emplace_back(*std::exchange(later_watermark_, std::nullopt));
}

void out_edge::cancel() {
  cancelled_ = true;
  for (auto& p : pending_)
    if (auto* data = std::get_if<data_packet>(&p))
      discarded_ += data->items.size();
  pending_.erase_if([](const packet& p) { return !std::holds_alternative<probe>(p); });
  later_watermark_.reset();
}

void out_edge::end() {
  enqueue(packet(end_of_stream{}));
  ended_ = true;
}

edge_counters out_edge::counters() const {
  return {plan.id, packets_, items_, sent_, discarded_, sent_ - used_, 0, cancelled_};
}

} // namespace leat
