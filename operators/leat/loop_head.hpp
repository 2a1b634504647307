// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/operator.hpp>
#include <leat/spill_queue.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

struct loop_options {
  std::string name = {};
  /// Bytes that wait in memory; what is beyond goes to disk.
  std::size_t memory = std::size_t{64} * 1024 * 1024;
};

/// The head of a loop: takes all that comes back, at once, and gives it out when there is room. So
/// a loop cannot deadlock on credit. State: the queue; in memory up to a limit, then on disk.
template <class T>
class loop_head final : public operator_base {
 public:
  explicit loop_head(loop_options options) : options_(std::move(options)) {}

  void start(operator_context& context) override {
    queue_.emplace(spill_options{.memory = options_.memory,
                                 .directory = std::string(context.spill_directory()),
                                 .name = std::string(context.node_name())});
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    auto& items = in.as<T>().values;
    if (stopping_) {
      context.count_dropped("stopped", in.size());
      in.begin = in.end;
      return progress::more;
    }
    [[maybe_unused]] const bool own = in.items && in.items->unique();
    for (; !in.empty(); ++in.begin) {
      if constexpr (copyable_item<T>)
        queue_->push(own ? std::move(items[in.begin]) : items[in.begin]);
      else
        queue_->push(std::move(items[in.begin]));
      context.hold();
    }
    return progress::more;
  }

  [[nodiscard]] bool takes_input_when_blocked() const override { return true; }
  [[nodiscard]] bool can_give() const override { return queue_ && !queue_->empty(); }
  progress give(std::size_t at_most, operator_context& context) override {
    auto& out = context.out<T>();
    for (; at_most > 0 && !queue_->empty() && out.has_room(); --at_most) {
      out.push(queue_->pop());
      context.release_oldest();
    }
    return ended_ && queue_->empty() ? progress::done : progress::more;
  }
  progress finish(operator_context&) override {
    ended_ = true;
    return queue_->empty() ? progress::done : progress::more;
  }
  void stop(operator_context&) override { stopping_ = true; }
  [[nodiscard]] std::string state_text() const override {
    return queue_ && !queue_->empty()
      ? "has " + std::to_string(queue_->size()) + " items waiting to go round"
      : std::string();
  }

 private:
  loop_options options_;
  std::optional<spill_queue<T>> queue_;
  bool stopping_ = false;
  bool ended_ = false;
};

} // namespace leat
