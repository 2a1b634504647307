// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/groups.hpp>
#include <leat/made_by.hpp>
#include <leat/report_failed.hpp>
#include <leat/saved.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

namespace leat {

/// Gathers what comes until a window closes, see `timed_window`.
template <class Grouping>
class timed_window_operator final : public operator_base {
 public:
  using output = typename Grouping::output;

  timed_window_operator(duration every, Grouping grouping, budget capacity)
    : every_(every), held_(capacity), capacity_(capacity), groups_(std::move(grouping)) {}

  void start(operator_context& context) override {
    if (!closes_)
      closes_ = context.now() + every_;
    context.set_timer(0, *closes_);
    if (count_ > 0)
      context.hold(count_);
  }

  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }

  progress process(int, chunk_slice& in, operator_context& context) override {
    auto& items = in.template as<typename Grouping::input>().values;
    while (!in.empty() && !held_.full()) {
      std::size_t place = 0;
      try {
        place = groups_.place_of(items[in.begin]);
      } catch (...) {
        const auto answer = report_failed(items[in.begin], context);
        if (answer == verdict::wait)
          return progress::again;
        ++in.begin;
        if (answer == verdict::stop)
          return progress::more;
        continue;
      }
      add(place, in, context);
    }
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context& context) override {
    groups_.add_empty();
    if (!give_all(context))
      return progress::again;
    // Those that were missed are not made up for.
    *closes_ += every_ * ((context.now() - *closes_) / every_ + 1);
    context.set_timer(0, *closes_);
    return progress::more;
  }

  progress finish(operator_context& context) override {
    return give_all(context) ? progress::done : progress::again;
  }

  void save(byte_writer& out) const override {
    save_value(out, closes_);
    groups_.save(out);
  }
  void load(byte_reader& in) override {
    load_value(in, closes_);
    count_ = groups_.load(in, held_);
  }

 private:
  // An item that takes the place of another one takes its place among what is held, too: they would
  // have left together.
  void add(std::size_t place, chunk_slice& in, operator_context& context) {
    const bool more = groups_.add(place, in, held_);
    if constexpr (requires { Grouping::dropped_because; })
      context.count_dropped(Grouping::dropped_because, more ? 0 : 1);
    if (more) {
      context.hold();
      ++count_;
    }
  }

  bool give_all(operator_context& context) {
    if (!groups_.give_all(context.out<output>()))
      return false;
    context.release_oldest(std::exchange(count_, 0));
    held_ = held_weight(capacity_);
    return true;
  }

  duration every_;
  held_weight held_;
  budget capacity_;
  std::optional<timestamp> closes_;
  groups<Grouping> groups_;
  std::size_t count_ = 0; // items in them
};

template <class Grouping>
auto make_timed_window(duration every, Grouping grouping, budget capacity) {
  return make_with<typename Grouping::output, typename Grouping::input>(
    [every, grouping = std::move(grouping), capacity]() mutable {
      return std::make_unique<timed_window_operator<Grouping>>(every, std::move(grouping),
                                                               capacity);
    });
}

} // namespace leat
