// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/input.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <utility>

namespace leat {

namespace detail {

/// The sink behind `stream | in`. An item that finds no room is held, which refuses further ones
/// and so slows the stream; no thread waits.
template <class T>
class join_operator final : public operator_base {
 public:
  explicit join_operator(input<T> to) : to_(std::move(to)) {}
  join_operator(const join_operator&) = delete;
  join_operator& operator=(const join_operator&) = delete;
  ~join_operator() override {
    if (to_)
      to_->fail(std::make_exception_ptr(
        std::runtime_error("leat::input: the job that feeds it failed or was cancelled")));
  }

  void start(operator_context& context) override { wake_ = context.waker(); }
  [[nodiscard]] bool wants(int, operator_context&) override { return !waiting_; }
  [[nodiscard]] bool is_live(bool) const override { return waiting_.has_value(); }
  [[nodiscard]] std::string state_text() const override {
    return waiting_ ? "waits for room in the input of another job" : "";
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    while (!in.empty() && !waiting_) {
      waiting_.emplace(in.take<T>());
      if (!push())
        return progress::done;
      if (waiting_) {
        hold_ = context.hold();
        to_->when_room(wake_);
      }
    }
    return progress::more;
  }

  void on_wake(operator_context&) override { woken_ = waiting_.has_value(); }
  [[nodiscard]] bool can_give() const override { return woken_; }
  progress give(std::size_t, operator_context& context) override {
    woken_ = false;
    if (!push())
      return progress::done;
    if (waiting_)
      to_->when_room(wake_);
    else
      context.release(hold_);
    return progress::more;
  }

  progress finish(operator_context& context) override {
    if (waiting_)
      return progress::more;
    if (const auto why = context.stream_failure())
      to_->fail(why);
    to_.reset();
    return progress::done;
  }

 private:
  /// False: nobody wants more.
  bool push() {
    const auto answer = to_->try_push(std::move(*waiting_));
    if (answer)
      waiting_.reset();
    if (answer.closed())
      to_.reset();
    return to_.has_value();
  }

  std::optional<input<T>> to_; // until the stream has ended
  std::function<void()> wake_;
  std::optional<T> waiting_;
  operator_context::generation hold_ = 0;
  bool woken_ = false;
};

/// Gives its copy of the input away, once: what stays with the graph would keep the input open.
template <class T>
struct join_maker {
  using output = void;
  std::unique_ptr<input<T>> to;
  [[nodiscard]] std::unique_ptr<operator_base> make() {
    return std::make_unique<join_operator<T>>(std::move(*to));
  }
};

template <class T, class S>
void join(S&& s, input<T> to, std::source_location where) {
  constexpr bool same = std::same_as<typename std::remove_cvref_t<S>::item_type, T>;
  static_assert(
    same, "leat::input: the stream that is piped into it has another item type than p.input<T>()");
  if constexpr (same) {
    end_left(s);
    graph_step step;
    step.kind = "join";
    step.options.where = where;
    step.apart = true;
    step.one_instance = true;
    step.make_alone = &make_operator<join_maker<T>>;
    step.step = keep_step(
      join_maker<T>{std::make_unique<input<T>>(std::move(to))});
    graph_node node;
    node.ended = true;
    node.steps.push_back(std::move(step));
    node.inputs.push_back({s.position()});
    s.owner()->add_node(std::move(node));
  }
}

} // namespace detail

/// `stream | in`: the stream of one job feeds the input of another one, which must have been
/// started by then. A full input slows the stream, and an input that nobody wants any more cancels
/// it. When the stream ends it lets go of its copy of the input, which ends with the last copy:
/// `stream | std::move(in)` leaves none behind. If the feeding job fails or is cancelled, or its
/// stream ends with a failure, so does the input.
template <item T>
template <stream_like S>
void input<T>::attach(S&& s, std::source_location where) const& {
  detail::join<T>(std::forward<S>(s), *this, where);
}
template <item T>
template <stream_like S>
void input<T>::attach(S&& s, std::source_location where) && {
  detail::join<T>(std::forward<S>(s), std::move(*this), where);
}

} // namespace leat
