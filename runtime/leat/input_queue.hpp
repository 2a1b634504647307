// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/budget.hpp>
#include <leat/graph.hpp>
#include <leat/operator.hpp>
#include <leat/outlet.hpp>
#include <leat/weight.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace leat::detail {

/// Throws `resource_deadlock_would_occur` on a thread that runs a node: `what` might wait for
/// itself there.
void require_outside_node(const char* what);
[[noreturn]] void throw_not_started();
[[noreturn]] void throw_closed();

/// What the copies of an input share with the source that takes from it, whatever the items are.
/// Thread-safe.
class input_queue_base {
 public:
  enum class state { not_started,
                     open,
                     closed,
                     gone };
  enum class answer { taken,
                      full,
                      closed };
  using receipt = std::function<void(std::exception_ptr)>;

  input_queue_base(std::weak_ptr<graph> in, budget most) : graph_(std::move(in)), most_(most) {}

  // -- for the program
  void close();
  void fail(std::exception_ptr reason);
  void flush(receipt then);
  void when_room(std::function<void()> then);
  /// In a simulation: steps it until `ready`; else returns at once.
  void step_until_ready(const std::function<bool()>& ready) const;
  void add_user();
  void drop_user();

  // -- for the job
  void open();
  void job_over(const std::exception_ptr& reason);

  // -- for the source
  void attach(std::function<void()> wake);
  void detach();
  /// The source has heard; what comes from now on wakes it again.
  void woken();
  /// The source has given out items of this weight.
  void given(std::size_t items, std::size_t weight);
  /// Receipts for all that has been given out; empty while there is none, or something before them
  /// is still here. While a probe is under way they wait for its return, but behind the last item.
  [[nodiscard]] std::vector<receipt> take_due_receipts(bool probing);
  /// The source goes before its receipts were given: they hear how the job ends.
  void give_back(std::vector<receipt> receipts);
  /// Receipts need no waiting any more: the job is over, or nobody wants more, which counts as
  /// handled.
  void settle(const std::exception_ptr& reason);
  [[nodiscard]] bool ended(std::exception_ptr& reason) const;
  [[nodiscard]] bool live() const;
  [[nodiscard]] bool can_give(bool probing) const;

 protected:
  [[nodiscard]] bool fits(std::size_t weight) const {
    return weight_ == 0 || weight_ + weight <= most_.size();
  }
  /// Whoever waits for room is woken when half of it is free, not for each item.
  [[nodiscard]] bool has_half() const { return 2 * weight_ <= most_.size(); }
  [[nodiscard]] std::size_t weight_in_budget(std::size_t bytes) const {
    return most_.in() == unit::items ? 1 : bytes;
  }
  /// Waits until there is room for the weight; false if it is closed. Throws where waiting cannot
  /// end.
  bool wait_for_room(std::unique_lock<std::mutex>& lock, std::size_t weight,
                     const duration* at_most = nullptr);
  void require_started() const;
  void count(std::size_t weight) {
    weight_ += weight;
    ++pushed_;
  }
  /// What tells the source that there is something new; empty if it was told and has not heard yet.
  /// Requires the lock, and is called without it.
  [[nodiscard]] std::function<void()> waker();
  static void call(const std::function<void()>& wake) {
    if (wake)
      wake();
  }

  struct waiting_receipt {
    std::uint64_t behind; // number of pushed items before it
    receipt then;
  };

  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::weak_ptr<graph> graph_;
  budget most_;
  state state_ = state::not_started;
  std::exception_ptr failure_;
  std::function<void()> wake_;
  std::vector<waiting_receipt> receipts_;
  std::vector<std::function<void()>> room_listeners_;
  std::size_t weight_ = 0;  // of what was pushed and not yet given out
  std::size_t refused_ = 1; // weight of the item that found no room last
  std::uint64_t pushed_ = 0, given_ = 0;
  std::size_t users_ = 0;
  bool waking_ = false;  // the source was told, and has not heard it yet
  bool settled_ = false; // see settle
  std::exception_ptr settled_with_;
};

template <class T>
class input_queue final : public input_queue_base {
 public:
  using input_queue_base::input_queue_base;

  /// Moves the item only if it is taken.
  answer push(T& item, bool waits, const duration* at_most = nullptr) {
    const std::size_t weight = weight_in_budget(weight_of(item));
    std::unique_lock lock(mutex_);
    require_started();
    if (state_ == state::closed && waits)
      throw_closed();
    if (state_ != state::open)
      return answer::closed;
    if (!fits(weight)) {
      if (!waits) {
        refused_ = weight;
        return answer::full;
      }
      if (!wait_for_room(lock, weight, at_most))
        return state_ == state::open ? answer::full : answer::closed;
    }
    count(weight);
    items_.push_back(std::move(item));
    const auto wake = waker();
    lock.unlock();
    call(wake);
    return answer::taken;
  }

  /// Pushes as many as there is room for at once, waiting in between; the number taken.
  template <class Iterator, class Sentinel>
  std::size_t push_all(Iterator at, Sentinel end) {
    std::size_t taken = 0;
    std::optional<T> next; // taken from the range, and not yet pushed
    while (next || at != end) {
      std::unique_lock lock(mutex_);
      require_started();
      if (state_ != state::open)
        return taken;
      if constexpr (has_fixed_weight<T>) {
        const std::size_t weight = weight_in_budget(sizeof(T));
        if (!fits(weight) && !wait_for_room(lock, weight))
          return taken;
        for (; at != end && fits(weight); ++at, ++taken) {
          items_.emplace_back(*at);
          count(weight);
        }
      } else {
        for (bool first = true; next || at != end; first = false) {
          if (!next) {
            next.emplace(*at);
            ++at;
          }
          const std::size_t weight = weight_in_budget(weight_of(*next));
          if (!fits(weight) && (!first || !wait_for_room(lock, weight)))
            break;
          items_.push_back(std::move(*next));
          next.reset();
          count(weight);
          ++taken;
        }
        if (state_ != state::open)
          return taken;
      }
      const auto wake = waker();
      lock.unlock();
      call(wake);
    }
    return taken;
  }

  void take(std::vector<T>& into) {
    const std::lock_guard lock(mutex_);
    into.clear();
    std::swap(into, items_);
  }

 private:
  std::vector<T> items_;
};

/// The source behind an input: gives out what was pushed.
template <class T>
class input_source final : public source_operator {
 public:
  explicit input_source(std::shared_ptr<input_queue<T>> queue) : queue_(std::move(queue)) {}
  ~input_source() override {
    for (auto& batch : probing_)
      queue_->give_back(std::move(batch));
    queue_->detach();
  }

  void start(operator_context& context) override { queue_->attach(context.waker()); }
  void on_wake(operator_context&) override { queue_->woken(); }
  [[nodiscard]] bool can_give() const override {
    return next_ < taken_.size() || queue_->can_give(!probing_.empty());
  }
  [[nodiscard]] bool is_live(bool) const override { return queue_->live(); }

  progress give(std::size_t, operator_context& context) override {
    if (next_ == taken_.size()) {
      queue_->take(taken_);
      next_ = 0;
    }
    give_out(context.out<T>(), context);
    if (next_ < taken_.size())
      return progress::again;
    if (auto due = queue_->take_due_receipts(!probing_.empty()); !due.empty()) {
      probing_.push_back(std::move(due));
      context.begin_probe();
    }
    std::exception_ptr reason;
    if (!stopped_ && !queue_->ended(reason))
      return progress::more;
    if (reason)
      context.fail_stream(reason);
    return progress::done;
  }

  void on_probe_done(const std::exception_ptr& error, operator_context&) override {
    const auto receipts = std::move(probing_.front());
    probing_.pop_front();
    for (auto& then : receipts)
      then(error);
  }
  void ended_in_order() override { queue_->settle(nullptr); }
  void stop(operator_context&) override {
    queue_->detach();
    stopped_ = true;
  }

 private:
  void give_out(outlet<T>& out, operator_context& context) {
    const std::size_t first = next_;
    std::size_t weight = 0;
    if constexpr (has_fixed_weight<T>)
      if (out.can_write_directly()) {
        const std::size_t last = next_ + std::min(taken_.size() - next_, out.room());
        typename outlet<T>::writer to(out, last - next_);
        for (; next_ < last; ++next_)
          to.push(std::move(taken_[next_]));
        weight = (next_ - first) * sizeof(T);
      }
    for (; next_ < taken_.size() && out.has_room(); ++next_) {
      weight += weight_of(taken_[next_]);
      out.push(std::move(taken_[next_]));
    }
    context.count_given(next_ - first);
    queue_->given(next_ - first, weight);
  }

  std::shared_ptr<input_queue<T>> queue_;
  std::vector<T> taken_;
  std::size_t next_ = 0;
  // Those of each probe that is under way.
  std::deque<std::vector<input_queue_base::receipt>> probing_;
  bool stopped_ = false;
};

} // namespace leat::detail
