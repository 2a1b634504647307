// SPDX-License-Identifier: BSD-3-Clause
#include <leat/in_edge.hpp>

#include <algorithm>

namespace leat {

void in_edge::arrive(packet what) {
  if (std::holds_alternative<want>(what)) {
    wanted_ = true;
    return;
  }
  ++packets_;
  if (auto* data = std::get_if<data_packet>(&what)) {
    if (data->items.empty()) // operators with several inputs look at what is in front
      return;
    received_ += data->weight;
    items_ += data->items.size();
    if (cancelled || ended) {
      discarded_ += data->items.size();
      used_ += data->weight;
      return;
    }
    waiting_items_ += data->items.size();
    data->accounted = data->items.begin;
  } else if (std::holds_alternative<watermark>(what)) {
    ++watermarks_;
    watermark_due = true;
  }
  if (!cancelled)
    queue_.push_back(std::move(what));
}

std::vector<probe> in_edge::waiting_probes() const {
  std::vector<probe> probes;
  for (auto& p : queue_)
    if (auto* found = std::get_if<probe>(&p))
      probes.push_back(*found);
  return probes;
}

bool in_edge::has_waiting(const probe& what) const {
  return std::any_of(queue_.begin(), queue_.end(), [&](const packet& p) {
    auto* found = std::get_if<probe>(&p);
    return found && same_probe(*found, what);
  });
}

void in_edge::drop_probe(const probe& what) {
  queue_.erase_if([&](const packet& p) {
    auto* found = std::get_if<probe>(&p);
    return found && same_probe(*found, what);
  });
}

std::vector<probe> in_edge::take_probes() {
  std::vector<probe> probes;
  queue_.erase_if([&](packet& p) {
    auto* found = std::get_if<probe>(&p);
    if (found)
      probes.push_back(*found);
    return found != nullptr;
  });
  return probes;
}

bool in_edge::end_waits() const {
  return !queue_.empty()
    && (std::holds_alternative<end_of_stream>(queue_.back())
        || std::holds_alternative<failed_stream>(queue_.back()));
}

void in_edge::discard_all() {
  account();
  for (auto& p : queue_)
    if (auto* data = std::get_if<data_packet>(&p)) {
      discarded_ += data->items.size();
      used_ += data->items.weight(plan.budget.in());
    }
  waiting_items_ = 0;
  queue_.clear();
}

std::size_t in_edge::account() {
  auto* data = front_data();
  if (!data || data->accounted == data->items.begin)
    return 0;
  const std::size_t n = data->items.begin - data->accounted;
  used_ += data->items.weight(plan.budget.in(), data->accounted, data->items.begin);
  waiting_items_ -= n;
  data->accounted = data->items.begin;
  return n;
}

std::optional<credit> in_edge::due_credit() {
  const std::uint64_t target = used_ + plan.budget.size();
  const std::uint64_t due = target - granted_;
  const bool all = wanted_ && used_ == received_ && due > 0;
  if (due < plan.budget.quarter() && !all && !watermark_due)
    return std::nullopt;
  if (all)
    wanted_ = false;
  watermark_due = false;
  granted_ = target;
  return credit{granted_, used_, watermarks_};
}

edge_counters in_edge::counters() const {
  return {plan.id, packets_, items_, received_,
          discarded_, received_ - used_, waiting_items_, cancelled};
}

} // namespace leat
