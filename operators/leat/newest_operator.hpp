// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/grouping.hpp>
#include <leat/made_by.hpp>
#include <leat/per_key.hpp>
#include <leat/saved.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <utility>

namespace leat {

/// When the newest item leaves.
enum class leaving {
  when_quiet, // so long after it came, unless another comes before
  on_grid,    // at the next multiple of a duration since the start of the job
};

/// Holds the newest item, of each group, until it is due: `debounce` and `sample`. Groups are one,
/// or the keys of a stream.
template <class Grouping>
class newest_operator final : public operator_base {
 public:
  using item = typename Grouping::input;

  newest_operator(leaving when, duration wait, const char* name, budget capacity)
    : when_(when), wait_(wait), name_(name), held_(capacity) {}

  void start(operator_context& context) override {
    if (!begun_)
      begun_ = context.now();
    for (auto& loaded : newest_) {
      held_.add(loaded.weight);
      loaded.held = context.hold();
    }
    set_timer(context);
  }

  [[nodiscard]] bool wants(int, operator_context&) override {
    return Grouping::one_group || !held_.full();
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    if (!give_due(context))
      return progress::again;
    if (Grouping::one_group && !in.empty()) {
      context.count_dropped(name_, in.size() - 1);
      in.begin = in.end - 1;
    }
    while (!in.empty() && wants(0, context))
      take(in, context);
    set_timer(context);
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context& context) override {
    if (!give_due(context))
      return progress::again;
    set_timer(context);
    return progress::more;
  }

  progress finish(operator_context& context) override {
    for (; !newest_.empty(); give_first(context))
      if (!context.out<item>().has_room())
        return progress::again;
    return progress::done;
  }

  void save(byte_writer& out) const override {
    save_value(out, begun_);
    out.write_size(newest_.size());
    for (auto& its : newest_) {
      save_value(out, its.value);
      save_value(out, its.due);
      save_value(out, its.weight);
    }
  }
  void load(byte_reader& in) override {
    load_value(in, begun_);
    for (std::size_t n = in.read_size(); n > 0; --n) {
      auto value = load_value<item>(in);
      const auto due = load_value<timestamp>(in);
      newest_.push_back({std::move(value), due, load_value<std::size_t>(in)});
      of_group_.emplace(Grouping::key_of(newest_.back().value), std::prev(newest_.end()));
    }
  }

 private:
  struct entry {
    item value;
    timestamp due;
    std::size_t weight;
    operator_context::generation held = 0;
  };
  using entries = std::list<entry>; // in the order they came, which is that in which they are due

  void take(chunk_slice& in, operator_context& context) {
    const std::size_t weight = held_.weight(in, in.begin);
    held_.add(weight);
    newest_.push_back({in.take<item>(), due_now(context), weight, context.hold()});
    const auto at = std::prev(newest_.end());
    const auto [known, first] = of_group_.try_emplace(Grouping::key_of(at->value), at);
    if (first)
      return;
    context.count_dropped(name_, 1);
    remove(std::exchange(known->second, at), context);
  }

  [[nodiscard]] timestamp due_now(operator_context& context) const {
    const timestamp now = context.now();
    return when_ == leaving::when_quiet ? now + wait_
                                        : *begun_ + wait_ * ((now - *begun_) / wait_ + 1);
  }

  /// False: there is more that is due than room.
  bool give_due(operator_context& context) {
    for (; !newest_.empty() && newest_.front().due <= context.now(); give_first(context))
      if (!context.out<item>().has_room())
        return false;
    return true;
  }
  void give_first(operator_context& context) {
    const auto first = newest_.begin();
    of_group_.erase(Grouping::key_of(first->value));
    context.out<item>().push(std::move(first->value));
    remove(first, context);
  }
  void remove(typename entries::iterator at, operator_context& context) {
    held_.remove(at->weight);
    context.release(at->held);
    newest_.erase(at);
  }
  void set_timer(operator_context& context) {
    if (!newest_.empty())
      context.set_timer(0, newest_.front().due);
  }

  leaving when_;
  duration wait_;
  const char* name_;
  held_weight held_;
  std::optional<timestamp> begun_;
  entries newest_;
  key_table<typename Grouping::key, typename entries::iterator> of_group_;
};

template <class Grouping>
auto make_newest(leaving when, duration wait, const char* name, budget capacity) {
  return make_with<typename Grouping::input>([=] {
    return std::make_unique<newest_operator<Grouping>>(when, wait, name, capacity);
  });
}

} // namespace leat
