// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/input_queue.hpp>
#include <leat/pipe.hpp>
#include <leat/pipeline.hpp>

#include <concepts>
#include <exception>
#include <functional>
#include <future>
#include <iterator>
#include <memory>
#include <source_location>
#include <utility>

namespace leat {

/// What a push without waiting says: taken (converts to true), or not, and why.
class pushed {
 public:
  explicit pushed(detail::input_queue_base::answer a) : answer_(a) {}
  explicit operator bool() const noexcept {
    return answer_ == detail::input_queue_base::answer::taken;
  }
  [[nodiscard]] bool full() const noexcept {
    return answer_ == detail::input_queue_base::answer::full;
  }
  [[nodiscard]] bool closed() const noexcept {
    return answer_ == detail::input_queue_base::answer::closed;
  }

 private:
  detail::input_queue_base::answer answer_;
};

/// Where a program pushes items into a pipeline, from any thread. Copies push into the same stream,
/// which ends with `close`, `fail` or the last copy. Outlives the job: it says no then. Before the
/// job has started a push throws `std::logic_error`; one that would wait inside a function of a
/// pipeline throws `resource_deadlock_would_occur`.
template <item T>
class input {
 public:
  explicit input(std::shared_ptr<detail::input_queue<T>> queue) : queue_(std::move(queue)) {
    queue_->add_user();
  }
  input(const input& other) : input(other.queue_) {}
  input(input&& other) noexcept : queue_(std::move(other.queue_)) {}
  input& operator=(input other) noexcept {
    std::swap(queue_, other.queue_);
    return *this;
  }
  ~input() {
    if (queue_)
      queue_->drop_user();
  }

  /// Waits for room. False: nobody wants it any more.
  bool push(T item) const {
    return queue_->push(item, true) == detail::input_queue_base::answer::taken;
  }
  pushed try_push(const T& item) const requires copyable_item<T> {
    T copy(item);
    return pushed(queue_->push(copy, false));
  }
  /// Moves the item only if it is taken.
  pushed try_push(T&& item) const { return pushed(queue_->push(item, false)); }
  /// Waits at most `d` for room.
  pushed push_for(duration d, T item) const { return pushed(queue_->push(item, true, &d)); }
  /// Pushes all members, waiting for room in between; how many were taken.
  template <std::ranges::input_range R>
  std::size_t push_all(R&& range) const {
    if constexpr (std::is_lvalue_reference_v<R> || std::ranges::borrowed_range<R>)
      return queue_->push_all(std::ranges::begin(range), std::ranges::end(range));
    else
      return queue_->push_all(std::make_move_iterator(std::ranges::begin(range)),
                              std::make_move_iterator(std::ranges::end(range)));
  }
  /// Calls `then` when there is room for the item that was refused last (for one, if none was),
  /// or the input is no longer wanted; at once if so already.
  void when_room(std::function<void()> then) const { queue_->when_room(std::move(then)); }

  /// Ready when all that was pushed before has passed every sink, was dropped or failed, or is in
  /// state that only more input or the end brings out; what went into a loop again may still be
  /// there. Throws `job_failed` or `job_cancelled` when that cannot be any more.
  [[nodiscard]] std::future<void> flush() const {
    auto promise = std::make_shared<std::promise<void>>();
    auto ready = promise->get_future();
    flush([promise](std::exception_ptr error) {
      if (error)
        promise->set_exception(std::move(error));
      else
        promise->set_value();
    });
    queue_->step_until_ready(
      [&] { return ready.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    return ready;
  }
  void flush(std::function<void(std::exception_ptr)> then) const { queue_->flush(std::move(then)); }

  void close() const { queue_->close(); }
  /// The stream ends with a failure, behind what was pushed.
  void fail(std::exception_ptr reason) const { queue_->fail(std::move(reason)); }

  /// An input is a sink, too: `stream | in` joins two jobs; see join_jobs.hpp.
  template <stream_like S>
  void attach(S&& s, std::source_location where = std::source_location::current()) const&;
  template <stream_like S>
  void attach(S&& s, std::source_location where = std::source_location::current()) &&;

 private:
  std::shared_ptr<detail::input_queue<T>> queue_;
};

/// First what one reads, then what one writes to: `auto [numbers, in] = p.input<int>();`
template <class T>
struct input_parts {
  stream<T> items;
  input<T> in;
};

namespace detail {

template <class T>
struct input_maker {
  std::shared_ptr<input_queue<T>> queue;
  using output = T;
  [[nodiscard]] std::unique_ptr<operator_base> make() const {
    return std::make_unique<input_source<T>>(queue);
  }
};

} // namespace detail

template <item T>
input_parts<T> pipeline::input(budget most, std::source_location where) {
  auto queue = std::make_shared<detail::input_queue<T>>(graph_, most);
  graph_->on_start([queue] { queue->open(); });
  graph_->on_end([queue](const std::exception_ptr& reason) { queue->job_over(reason); });
  graph_step step;
  step.kind = "input";
  step.options.where = where;
  step.apart = true;
  step.begins_probes = true;
  step.replays = false;
  step.make_alone = &detail::make_operator<detail::input_maker<T>>;
  step.step = keep_step(detail::input_maker<T>{queue});
  step.outlets.push_back(&make_outlet<T>);
  graph_node node;
  node.ended = true;
  node.steps.push_back(std::move(step));
  const std::size_t n = graph_->add_node(std::move(node));
  return {stream<T>(graph_, {n, 0}), leat::input<T>(std::move(queue))};
}

} // namespace leat
