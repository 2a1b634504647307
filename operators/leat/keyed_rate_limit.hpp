// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/operator.hpp>
#include <leat/per_key.hpp>
#include <leat/rate.hpp>
#include <leat/saved.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <utility>

namespace leat {

/// What `rate_limit` is on a keyed stream: a rate for each key, and a queue for each that is too
/// fast.
template <class K, class T>
class keyed_rate_limit_operator final : public operator_base {
 public:
  using item = keyed<K, T>;

  keyed_rate_limit_operator(leat::rate rate, budget capacity) : rate_(rate), held_(capacity) {}

  void start(operator_context& context) override {
    for (auto& [turn, its] : due_)
      for (auto& loaded : its->waiting) {
        held_.add(loaded.weight);
        loaded.held = context.hold();
      }
    set_timer(context);
  }

  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }

  progress process(int, chunk_slice& in, operator_context& context) override {
    auto& out = context.out<item>();
    const timestamp now = context.now();
    while (!in.empty() && !held_.full()) {
      if (!out.has_room())
        return progress::again;
      const std::size_t weight = held_.weight(in, in.begin);
      item next = in.take<item>();
      lane& its = lane_of(next.key, now);
      if (its.waiting.empty() && its.used.allowed(rate_, now, 1) > 0) {
        its.used.use(rate_, now, 1);
        out.push(std::move(next));
        continue;
      }
      if (its.waiting.empty())
        line_up(its, now);
      held_.add(weight);
      its.waiting.push_back({std::move(next), weight, context.hold()});
    }
    set_timer(context);
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context& context) override {
    auto& out = context.out<item>();
    const timestamp now = context.now();
    while (!due_.empty() && due_.begin()->first.first <= now) {
      if (!out.has_room())
        return progress::again;
      lane& its = *due_.begin()->second;
      due_.erase(due_.begin());
      auto& first = its.waiting.front();
      held_.remove(first.weight);
      context.release(first.held);
      out.push(std::move(first.value));
      its.waiting.pop_front();
      its.used.use(rate_, now, 1);
      if (!its.waiting.empty())
        line_up(its, now);
    }
    set_timer(context);
    return progress::more;
  }

  progress finish(operator_context&) override {
    return due_.empty() ? progress::done : progress::more;
  }

  void save(byte_writer& out) const override {
    out.write_size(lanes_.size());
    for (auto& [key, its] : lanes_) {
      save_value(out, key);
      save_value(out, its.used);
    }
    out.write_size(due_.size());
    for (auto& [turn, its] : due_) { // in this order they take their turns again
      save_value(out, turn.first);
      out.write_size(its->waiting.size());
      for (auto& next : its->waiting) {
        save_value(out, next.value);
        save_value(out, next.weight);
      }
    }
  }

  void load(byte_reader& in) override {
    for (std::size_t n = in.read_size(); n > 0; --n) {
      const auto key = load_value<K>(in);
      lanes_[key].used = load_value<rate_meter>(in);
    }
    for (std::size_t n = in.read_size(); n > 0; --n) {
      const auto due = load_value<timestamp>(in);
      std::list<waiting_item> waiting;
      for (std::size_t left = in.read_size(); left > 0; --left) {
        auto value = load_value<item>(in);
        waiting.push_back({std::move(value), load_value<std::size_t>(in), 0});
      }
      lane& its = lanes_[waiting.front().value.key];
      its.waiting = std::move(waiting);
      due_.emplace(std::pair(due, ++turns_), &its);
    }
  }

 private:
  struct waiting_item {
    item value;
    std::size_t weight;
    operator_context::generation held;
  };
  struct lane {
    rate_meter used;
    std::list<waiting_item> waiting; // a list, since an empty one is small
  };

  lane& lane_of(const K& key, timestamp now) {
    if (lanes_.size() >= sweep_at_) { // a lane that could start afresh need not be kept
      std::erase_if(
        lanes_, [&](auto& l) { return l.second.waiting.empty() && l.second.used.is_fresh(now); });
      sweep_at_ = std::max(sweep_at_, 2 * lanes_.size());
    }
    return lanes_[key];
  }
  void line_up(lane& its, timestamp now) {
    due_.emplace(std::pair(its.used.next(rate_, now), ++turns_), &its);
  }
  void set_timer(operator_context& context) {
    if (!due_.empty())
      context.set_timer(0, due_.begin()->first.first);
  }

  leat::rate rate_;
  held_weight held_;
  key_table<K, lane> lanes_;
  std::map<std::pair<timestamp, std::uint64_t>, lane*> due_; // lanes with waiting items
  std::uint64_t turns_ = 0;
  std::size_t sweep_at_ = 64;
};

} // namespace leat
