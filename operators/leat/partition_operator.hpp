// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/batch.hpp>
#include <leat/capacity.hpp>
#include <leat/held_batch.hpp>
#include <leat/operator.hpp>
#include <leat/per_key.hpp>
#include <leat/report_failed.hpp>
#include <leat/saved.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace leat {

/// Gathers the items of each group, see `partition`.
template <class Grouping>
class partition_operator final : public operator_base {
 public:
  using output = typename Grouping::output;

  partition_operator(Grouping grouping, std::size_t n, duration timeout, budget capacity)
    : grouping_(std::move(grouping)), n_(n), timeout_(timeout), held_(capacity) {}

  void start(operator_context& context) override {
    for (auto& [id, loaded] : open_) {
      held_.add(loaded.items.weight);
      if (timeout_ <= duration::zero())
        continue;
      context.set_timer(id, loaded.due);
      for (std::size_t n = loaded.items.size(); n > 0; --n)
        loaded.held.hold(context);
    }
  }

  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }

  progress process(int, chunk_slice& in, operator_context& context) override {
    auto& items = in.template as<typename Grouping::input>().values;
    while (!in.empty() && !held_.full()) {
      if (!context.out<output>().has_room())
        return progress::again;
      typename parts::iterator found;
      try {
        found = part_of(grouping_.key_of(items[in.begin]), context);
      } catch (...) {
        const auto answer = report_failed(items[in.begin], context);
        if (answer == verdict::wait)
          return progress::again;
        ++in.begin;
        if (answer == verdict::stop)
          return progress::more;
        continue;
      }
      add(found, in, context);
    }
    return progress::more;
  }

  progress on_timer(std::uint64_t id, operator_context& context) override {
    if (const auto found = open_.find(id); found != open_.end())
      give(found, context);
    return progress::more;
  }

  progress finish(operator_context& context) override { return give_all(context, progress::done); }
  progress drain(operator_context& context) override { return give_all(context, progress::more); }

  void save(byte_writer& out) const override {
    save_value(out, begun_);
    out.write_size(open_.size());
    for (auto& [id, p] : open_) {
      save_value(out, id);
      save_value(out, p.of);
      save_value(out, p.items);
      save_value(out, p.due);
    }
  }
  void load(byte_reader& in) override {
    load_value(in, begun_);
    for (std::size_t n = in.read_size(); n > 0; --n) {
      const auto id = load_value<std::uint64_t>(in);
      auto of = load_value<key>(in);
      auto items = load_value<typename Grouping::batch>(in);
      const auto due = load_value<timestamp>(in);
      const auto at =
        open_.emplace_hint(open_.end(), id, part{std::move(of), std::move(items), due});
      if constexpr (!Grouping::one_group)
        of_key_.emplace(at->second.of, at);
    }
  }

  [[nodiscard]] std::string state_text() const override {
    return held_.full()
      ? "holds its capacity in parts that are not full; raise .capacity or set a timeout"
      : std::string();
  }

 private:
  using key = typename Grouping::key;
  struct part {
    key of;
    typename Grouping::batch items{};
    timestamp due{};   // if there is a timeout
    held_batch held{}; // with a timeout it leaves by itself
  };
  using parts = std::map<std::uint64_t, part>; // the one that began first in front

  typename parts::iterator part_of(const key& k, operator_context& context) {
    if constexpr (Grouping::one_group) {
      if (!open_.empty())
        return open_.begin();
    } else if (const auto known = of_key_.find(k); known != of_key_.end()) {
      return known->second;
    }
    const auto fresh = open_.emplace_hint(open_.end(), ++begun_, part{.of = k});
    if constexpr (!Grouping::one_group)
      of_key_.emplace(k, fresh);
    if (timeout_ > duration::zero())
      context.set_timer(begun_, fresh->second.due = context.now() + timeout_);
    return fresh;
  }

  void add(typename parts::iterator at, chunk_slice& in, operator_context& context) {
    part& p = at->second;
    const bool more = gather(grouping_, in, p.items, held_);
    if constexpr (requires { Grouping::dropped_because; })
      context.count_dropped(Grouping::dropped_because, more ? 0 : 1);
    if (more && timeout_ > duration::zero())
      p.held.hold(context);
    if (p.items.size() == n_)
      give(at, context);
  }

  void give(typename parts::iterator at, operator_context& context) {
    part& p = at->second;
    context.cancel_timer(at->first);
    p.held.release(context);
    held_.remove(p.items.weight);
    context.out<output>().push(Grouping::finish(p.of, p.items.take()));
    if constexpr (!Grouping::one_group)
      of_key_.erase(p.of);
    open_.erase(at);
  }

  progress give_all(operator_context& context, progress then) {
    for (; !open_.empty(); give(open_.begin(), context))
      if (!context.out<output>().has_room())
        return progress::again;
    return then;
  }

  Grouping grouping_;
  std::size_t n_;
  duration timeout_;
  held_weight held_;
  parts open_;
  key_table<key, typename parts::iterator> of_key_;
  std::uint64_t begun_ = 0;
};

} // namespace leat
