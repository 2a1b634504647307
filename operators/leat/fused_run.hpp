// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/loop.hpp>
#include <leat/row.hpp>
#include <leat/saved.hpp>
#include <leat/step.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// Head of a run that takes items from the node's input.
template <class T>
struct from_input {
  using output = T;
};

/// The operator of one or several element-wise steps: one loop over a slice, from the head (the
/// input or a source) through all steps to the output or into a sink.
template <class Head, class... Steps>
class fused_run final : public operator_base {
 public:
  using last = std::tuple_element_t<sizeof...(Steps), std::tuple<Head, Steps...>>;
  using output = typename last::output;
  using input = typename Head::output;
  static constexpr bool is_source = step_gives<Head>;
  using loop = detail::loop<typename detail::end_of<output>::type, is_source ? 1 : 0, Steps...>;
  static constexpr bool pours = step_pours<last>;
  static constexpr bool begins = (step_begins<Steps> || ...);

  explicit fused_run(Head&& head, Steps&&... steps)
    : head_(std::move(head)), steps_{{std::move(steps)}...},
      states_(first_states(std::index_sequence_for<Steps...>{})) {}

  void start(operator_context& context) override {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (start_step(detail::at<I>(steps_), context), ...);
    }
    (std::index_sequence_for<Steps...>{});
    if ((begins || ended_) && !is_source)
      context.set_timer(0, context.now());
  }
  progress on_timer(std::uint64_t, operator_context& context) override {
    if (!begin(context))
      return progress::again;
    return ended_ ? finish(context) : progress::more;
  }

  progress process(int, chunk_slice& in, operator_context& context) override {
    if constexpr (is_source)
      return progress::done;
    else {
      if (!begin(context))
        return progress::again;
      if (ended_)
        return finish(context);
      if (in.empty())
        return progress::more;
      auto& items = in.template as<input>();
      const auto borrow = [](const input& x) -> const input& { return x; };
      if constexpr (std::is_trivially_copyable_v<input>)
        return take(items, in, context, borrow);
      else {
        if constexpr (copyable_item<input>) // what cannot be copied is never shared
          if (!items.unique())
            return take(items, in, context, borrow);
        return take(items, in, context, [](input& x) -> input&& { return std::move(x); });
      }
    }
  }

  [[nodiscard]] bool can_give() const override { return is_source; }

  progress give(std::size_t at_most, operator_context& context) override {
    if constexpr (is_source) {
      if (begins && !begun_) // in a call of its own: the head's may wait
        return begin(context) ? progress::more : progress::again;
      if (ended_)
        return finish(context);
      const std::size_t space = room(context);
      const std::size_t n = pours ? at_most : std::min(at_most, space);
      if (space == 0)
        return progress::again;
      detail::halt halted{};
      {
        loop body(steps_, states_, context, pours ? space : n);
        source_link next{*this, body, space};
        next.pour();
        if (!next.halted())
          ended_ = !head_.give(n, next);
        context.count_given(next.given);
        halted = body.halted;
      }
      if (halted == detail::halt::wait)
        return progress::again;
      if (halted == detail::halt::done)
        ended_ = true;
      return ended_ && halted != detail::halt::failed ? finish(context) : progress::more;
    }
    return progress::more;
  }

  progress finish(operator_context& context) override {
    if (!begin(context))
      return progress::again;
    if constexpr (pours)
      if (!give_out(context, [](loop&) { return false; }))
        return progress::again;
    return finish_from<0>(context);
  }

  progress drain(operator_context& context) override { return drain_from<0>(context); }

  void stop(operator_context&) override { ended_ = true; }

  void save_step(std::size_t which, byte_writer& out) const override {
    if constexpr (requires { head_.save(out); })
      if (which == 0)
        return head_.save(out);
    visit_step(which, states_, [&](const auto& state) { save_value(out, state); });
  }
  void load_step(std::size_t which, byte_reader& in) override {
    if constexpr (requires { head_.load(in); })
      if (which == 0)
        return head_.load(in);
    visit_step(which, states_, [&](auto& state) { load_value(in, state); });
  }

 private:
  using states = detail::row<typename Steps::state...>;
  static constexpr std::size_t given_out_at_once = 64;

  template <std::size_t... I>
  states first_states(std::index_sequence<I...>) {
    return states{{detail::at<I>(steps_).initial()}...};
  }

  /// What a source pushes into.
  struct source_link {
    fused_run& run;
    loop& in;
    std::size_t space;
    std::size_t given = 0;
    template <class U>
    void push(U&& item) {
      ++given;
      in.template enter<0>(std::forward<U>(item));
      if constexpr (pours) {
        run.pouring_ = true;
        pour();
      }
    }
    void pour() {
      if constexpr (pours)
        run.pour(in, space);
    }
    [[nodiscard]] bool halted() const {
      return in.halted != detail::halt::no || in.end.full() || (pours && run.pouring_);
    }
    template <class F>
    auto attempt(F&& f) {
      return detail::call_or(std::forward<F>(f), [&] { in.failed(0, {}); });
    }
  };

  template <class Items, class Pass>
  progress take(Items& items, chunk_slice& in, operator_context& context, Pass pass) {
    const std::size_t space = room(context);
    const std::size_t n = pours ? in.size() : std::min(in.size(), space);
    if (space == 0)
      return progress::again;
    detail::halt halted{};
    std::size_t used = 0;
    {
      loop body(steps_, states_, context, pours ? space : n);
      auto* item = items.values.data() + in.begin;
      for (; used < n; ++used) {
        if constexpr (pours) { // an item is used up when all its members are out
          if (!std::exchange(pouring_, true))
            body.template enter<0>(pass(item[used]));
          pour(body, space);
          if (pouring_) {
            used += body.halted == detail::halt::failed ? 1 : 0;
            break;
          }
        } else
          body.template enter<0>(pass(item[used]));
        if (body.halted != detail::halt::no || body.end.full()) {
          used += body.halted == detail::halt::wait ? 0 : 1;
          break;
        }
      }
      halted = body.halted;
      if constexpr (sizeof...(Steps) == 1 && step_drops<last>)
        context.count_dropped(last::dropped_because, used - body.end.pushed - body.failures);
    }
    in.begin += used;
    ended_ = halted == detail::halt::done;
    if (ended_)
      return finish(context);
    return in.empty() || halted == detail::halt::failed ? progress::more : progress::again;
  }

  std::size_t room(operator_context& context) const {
    if constexpr (std::is_void_v<output>)
      return outlet_base::endless;
    else
      return context.out<output>().room();
  }

  /// Gives out the members that the last step has, as far as there is room.
  void pour(loop& body, std::size_t space) {
    if (pouring_ && body.end.pushed < space)
      pouring_ = body.template pour_step<sizeof...(Steps) - 1>(space - body.end.pushed);
  }

  /// Calls `once` until it says that there is not another item. False: it is to be called again.
  template <class Once>
  bool give_out(operator_context& context, Once once) {
    for (bool left = true; left || pouring_;) {
      const std::size_t space = std::min(room(context), given_out_at_once);
      if (space == 0)
        return false;
      loop body(steps_, states_, context, space);
      while (body.end.pushed < space && !body.end.full() && (left || pouring_)) {
        if constexpr (pours)
          pour(body, space);
        if (!pouring_ && left) {
          left = once(body);
          pouring_ = pours;
        }
        if (body.halted != detail::halt::no && body.halted != detail::halt::done)
          return false;
      }
    }
    return true;
  }

  /// Lets the steps give what stands before the first item; the last one gives first. False: it is
  /// to be called again.
  bool begin(operator_context& context) {
    if constexpr (begins)
      if (!begun_ && begin_steps<sizeof...(Steps)>(context))
        begun_ = true;
    return begun_ || !begins;
  }

  /// The first N of them.
  template <std::size_t N>
  bool begin_steps(operator_context& context) {
    if constexpr (N == 0) {
      return true;
    } else {
      if constexpr (step_begins<std::tuple_element_t<N - 1, std::tuple<Steps...>>>) {
        const auto all_out = give_out(context, [this](loop& body) {
          const bool left = body.template begin_step<N - 1>();
          if (body.halted == detail::halt::done) // a step behind this one has had enough
            ended_ = begun_ = true;
          return left && !begun_;
        });
        if (!all_out || begun_)
          return all_out;
      }
      return begin_steps<N - 1>(context);
    }
  }

  template <std::size_t I>
  progress finish_from(operator_context& context) {
    if constexpr (I == sizeof...(Steps)) {
      return progress::done;
    } else {
      if constexpr (step_ends<std::tuple_element_t<I, std::tuple<Steps...>>>) {
        const auto all_out = give_out(context, [this](loop& body) {
          if (finished_ <= I && !body.template end_of_step<I>())
            finished_ = I + 1;
          return finished_ <= I;
        });
        if (!all_out)
          return progress::again;
      }
      return finish_from<I + 1>(context);
    }
  }

  template <std::size_t I>
  progress drain_from(operator_context& context) {
    if constexpr (I == sizeof...(Steps)) {
      return progress::more;
    } else {
      if constexpr (step_drains<std::tuple_element_t<I, std::tuple<Steps...>>>) {
        if (!give_out(context, [](loop& body) { return body.template drain_step<I>(); }))
          return progress::again;
      }
      return drain_from<I + 1>(context);
    }
  }

  /// The state of a step that keeps something from item to item. (Nothing is poured while states
  /// are saved.)
  template <class States, class F>
  static void visit_step(std::size_t which, States& states, F f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ([&] {
        if constexpr (step_remembers<std::tuple_element_t<I, std::tuple<Steps...>>>)
          if (which == I + (is_source ? 1 : 0))
            f(detail::at<I>(states));
      }(),
       ...);
    }
    (std::index_sequence_for<Steps...>{});
  }

  template <class Step>
  void start_step(Step& step, operator_context& context) {
    if constexpr (requires { step.on_start(context); })
      step.on_start(context);
    if constexpr (requires { step.wants_nothing(); })
      ended_ = ended_ || step.wants_nothing();
  }

  Head head_;
  detail::row<Steps...> steps_;
  states states_;
  std::size_t finished_ = 0; // steps that have given out what they held for the end
  bool begun_ = false;       // all that stands before the first item is out
  bool ended_ = false;       // no more items are wanted, or to be had
  bool pouring_ = false;     // the last step may have members to give out
};

} // namespace leat
