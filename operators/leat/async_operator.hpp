// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/keyed.hpp>
#include <leat/operator.hpp>
#include <leat/report_failed.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace leat {

enum class async_order {
  ordered,   // results in the order of the items
  unordered, // results as they come
  latest,    // a new item abandons the call of the one before it
};

struct map_async_options {
  /// The most items with a call that has not ended, or a result that waits for its turn. `latest`
  /// keeps one, whatever this says.
  std::size_t in_flight = 16;
  async_order order = async_order::ordered;
  /// For one call; zero: none.
  duration timeout = duration::zero();
  /// `leat::retry(n, backoff)`: calls that failed are made again.
  retry_policy retry{};
};

/// Keeps calls under way, see `map_async`. `Calls` starts them and takes their results; `T` is what
/// the function sees of an item of type `In`.
template <class In, class T, class Calls>
class async_operator final : public operator_base {
 public:
  using result = typename Calls::result;
  static constexpr bool has_key = !std::is_same_v<In, T>;

  async_operator(Calls calls, map_async_options options, bool keeps_items)
    : calls_(std::move(calls)), options_(options), keeps_items_(keeps_items) {}

  void start(operator_context& context) override { port_ = context.calls(); }
  [[nodiscard]] bool wants(int, operator_context&) override {
    return has_place();
  }
  [[nodiscard]] bool is_live(bool blocked) const override {
    if (!blocked)
      return !under_way_.empty();
    return std::any_of(running_.begin(), running_.end(), [&](auto& call) {
      return !Calls::ready(under_way_.at(call.second).pending);
    });
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    while (!in.empty() && !failed_ && has_place()) {
      if (options_.order == async_order::latest)
        abandon_calls(context);
      const auto fresh = under_way_.emplace_hint(under_way_.end(), ++taken_,
                                                 entry(in.template take<In>(), context.hold()));
      begin_call(fresh, context);
    }
    return progress::more;
  }

  progress on_call_finished(std::uint64_t call, operator_context& context) override {
    if (const auto known = running_.find(call); known != running_.end()) {
      const auto at = under_way_.find(known->second);
      if (!Calls::ready(at->second.pending))
        return progress::more;
      try {
        at->second.value.emplace(Calls::take(at->second.pending));
        end_call(at, context);
        if (options_.order == async_order::unordered)
          finished_.push_back(at->first);
      } catch (...) {
        call_failed(at, std::current_exception(), context);
      }
    }
    return give_out(context);
  }

  progress on_timer(std::uint64_t item, operator_context& context) override {
    const auto at = under_way_.find(item);
    if (at == under_way_.end() || at->second.value)
      return give_out(context);
    if (at->second.call == 0) { // it has waited for its next attempt
      begin_call(at, context);
    } else {
      const std::runtime_error late("leat::map_async: no result within the timeout");
      call_failed(at, std::make_exception_ptr(late), context);
    }
    return give_out(context);
  }

  progress finish(operator_context&) override {
    return under_way_.empty() ? progress::done : progress::more;
  }

  void save(byte_writer&) const override {
    if (!under_way_.empty())
      throw std::logic_error("leat::map_async: calls are under way, which can't be saved; save "
                             "when all results have gone out");
  }

  [[nodiscard]] std::string state_text() const override {
    return running_.empty() ? std::string()
                            : "waits for " + std::to_string(running_.size()) + " calls";
  }

 private:
  struct entry {
    entry(In item, operator_context::generation held) : item(std::move(item)), held(held) {}
    In item;
    operator_context::generation held;
    std::string text{};     // of an item that was moved into the function
    std::uint64_t call = 0; // 0: none is running
    int attempts = 0;
    typename Calls::pending pending{};
    std::optional<result> value{};
  };
  using entries = std::map<std::uint64_t, entry>; // in the order of the items

  static T& value_of(In& item) {
    if constexpr (has_key)
      return item.value;
    else
      return item;
  }

  [[nodiscard]] bool has_place() const {
    return options_.order == async_order::latest || under_way_.size() < options_.in_flight;
  }

  /// What they bring will be ignored. A result that is there already will still go out.
  void abandon_calls(operator_context& context) {
    for (auto at = under_way_.begin(); at != under_way_.end();) {
      const auto older = at++;
      if (older->second.value)
        continue;
      end_call(older, context);
      context.count_dropped("newer item", 1);
      context.release(older->second.held);
      under_way_.erase(older);
    }
  }

  void begin_call(typename entries::iterator at, operator_context& context) {
    entry& e = at->second;
    e.call = ++begun_;
    ++e.attempts;
    running_.emplace(e.call, at->first);
    port_->started(e.call);
    if (options_.timeout > duration::zero())
      context.set_timer(at->first, context.now() + options_.timeout);
    T& item = value_of(e.item);
    try {
      if constexpr (Calls::takes_own) {
        if (!keeps_items_) {
          e.text = describe_item(item);
          e.pending = calls_.start(std::move(item), port_, e.call);
          return;
        }
      }
      if constexpr (!Calls::takes_own || copyable_item<T>)
        e.pending = calls_.start(std::as_const(item), port_, e.call);
    } catch (...) {
      port_->finished(e.call);
      call_failed(at, std::current_exception(), context);
    }
  }

  void end_call(typename entries::iterator at, operator_context& context) {
    context.cancel_timer(at->first);
    running_.erase(std::exchange(at->second.call, 0));
    at->second.pending = {};
  }

  void call_failed(typename entries::iterator at, std::exception_ptr cause,
                   operator_context& context) {
    entry& e = at->second;
    end_call(at, context);
    const error_policy& again = options_.retry.policy;
    if (e.attempts <= again.retries) {
      const duration wait = again.wait.before_attempt(e.attempts, context.random());
      context.set_timer(at->first, context.now() + wait);
      return;
    }
    failure about;
    about.item = e.text.empty() ? describe_item(value_of(e.item)) : e.text;
    about.attempts = e.attempts;
    about.cause = std::move(cause);
    failed_ = report_failed(value_of(e.item), std::move(about), context) == verdict::stop;
    context.release(e.held);
    under_way_.erase(at);
  }

  /// The next item whose result may go out.
  typename entries::iterator next_result() {
    if (options_.order != async_order::unordered)
      return !under_way_.empty() && under_way_.begin()->second.value ? under_way_.begin()
                                                                     : under_way_.end();
    return finished_.empty() ? under_way_.end() : under_way_.find(finished_.front());
  }

  progress give_out(operator_context& context) {
    for (auto at = next_result(); at != under_way_.end(); at = next_result()) {
      if (!context.outlet_at(0).has_room())
        return progress::again;
      entry& e = at->second;
      if constexpr (has_key) {
        using out = keyed<typename In::key_type, result>;
        context.out<out>().push(out{std::move(e.item.key), std::move(*e.value)});
      } else
        context.out<result>().push(std::move(*e.value));
      context.release(e.held);
      if (options_.order == async_order::unordered)
        finished_.pop_front();
      under_way_.erase(at);
    }
    return progress::more;
  }

  Calls calls_;
  map_async_options options_;
  bool keeps_items_;
  std::shared_ptr<call_port> port_;
  entries under_way_;
  std::unordered_map<std::uint64_t, std::uint64_t> running_; // the item of a call
  // Unordered: items with a result, as they came.
  std::deque<std::uint64_t> finished_;
  std::uint64_t taken_ = 0;
  std::uint64_t begun_ = 0;
  bool failed_ = false; // the node has; no further call is begun
};

} // namespace leat
