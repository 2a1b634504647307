// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/groups.hpp>
#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <utility>

namespace leat {

template <class Grouping>
class timed_window_operator final : public operator_base {
 public:
  using output = typename Grouping::output;

  timed_window_operator(duration every, budget capacity)
    : every_(every), held_(capacity), capacity_(capacity) {}

  void start(operator_context& context) override {
    closes_ = context.now() + every_;
    context.set_timer(0, closes_);
  }

  [[nodiscard]] bool wants(int, operator_context&) override { return !held_.full(); }

  progress process(int, chunk_slice& in, operator_context& context) override {
    while (!in.empty() && !held_.full()) {
      held_.add(held_.weight(in, in.begin));
      groups_.add(in);
      context.hold();
      ++count_;
    }
    return progress::more;
  }

  progress on_timer(std::uint64_t, operator_context& context) override {
    groups_.add_empty();
    if (!give_all(context))
      return progress::again;
    // Those that were missed are not made up for.
    closes_ += every_ * ((context.now() - closes_) / every_ + 1);
    context.set_timer(0, closes_);
    return progress::more;
  }

  progress finish(operator_context& context) override {
    return give_all(context) ? progress::done : progress::again;
  }

 private:
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
  timestamp closes_{};
  groups<Grouping> groups_;
  std::size_t count_ = 0; // items in them
};

struct timed_window_recipe {
  static constexpr const char* kind = "timed_window";
  duration every;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return make<group_all<T>>();
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make<group_by_stream_key<K, T>>();
  }

 private:
  template <class Grouping>
  auto make() const {
    return make_with<typename Grouping::output>([r = *this] {
      return std::make_unique<timed_window_operator<Grouping>>(r.every, r.capacity);
    });
  }
};

/// Every `every`, counted from the start of the job, a vector of what came since.
///
///     in                  1   2 3                   4   (end)
///     timed_window(2s)        1,2     3        {}       4
///
/// Emits a vector at the end of each window, empty ones too; an item that comes at that very moment
/// is in either. What is left at the end goes out, unless it is empty. A vector that finds no room
/// is late and those after it keep to the grid; windows that passed meanwhile are one. Completes
/// when the input does. State: the items of a window, within `.capacity`. Time: processing. On a
/// keyed stream: a `keyed<K, std::vector<T>>` for each key that had items, in the order of their
/// first ones.
///
/// Throws `std::invalid_argument` if `every` is not positive. Origin: streamz timed_window.
[[nodiscard]] spec<timed_window_recipe>
timed_window(duration every, std::source_location where = std::source_location::current());

} // namespace leat
