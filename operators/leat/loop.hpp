// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/failure.hpp>
#include <leat/operator.hpp>
#include <leat/outlet.hpp>
#include <leat/row.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

enum class halt {
  no,
  done,
  failed,
  wait,
  full,
};

/// What no register could hold.
template <class T>
concept left_in_place = !std::is_trivially_copyable_v<T> || std::is_empty_v<T> || (sizeof(T) > 128);

/// A copy for the length of a slice, so that the compiler may keep it in registers; written back at
/// the end.
template <class T>
class slice_local {
 public:
  explicit slice_local(T& home) : home_(home), copy_(home) {}
  slice_local(const slice_local&) = delete;
  slice_local& operator=(const slice_local&) = delete;
  ~slice_local() {
    std::destroy_at(&home_);
    std::construct_at(&home_, copy_);
  }
  T& get() noexcept { return copy_; }

 private:
  T& home_;
  T copy_;
};
template <left_in_place T>
class slice_local<T> {
 public:
  explicit slice_local(T& home) : home_(home) {}
  T& get() noexcept { return home_; }

 private:
  T& home_;
};

/// What a user's function gives; empty (false, if it gives nothing) if it threw, and `failed` has
/// been called by then.
template <class F, class Failed>
auto call_or(F&& f, Failed failed) {
  using result = std::decay_t<decltype(f())>;
  if constexpr (std::is_void_v<result>) {
    try {
      f();
      return true;
    } catch (...) {
      failed();
      return false;
    }
  } else {
    try {
      return std::optional<result>(f());
    } catch (...) {
      failed();
      return std::optional<result>();
    }
  }
}

/// Quicker copied than asked about.
template <class T>
concept small_bytes = std::is_trivially_copyable_v<T> && sizeof(T) <= 32;

/// Where the items of a run go: an output, without a check for each, ...
template <class T>
class direct_end {
 public:
  direct_end(operator_context& context, std::size_t n) : writer_(context.out<T>(), n) {}
  template <class U>
  void push(U&& item) {
    writer_.push(std::forward<U>(item));
    ++pushed;
  }
  /// There is a place for each item of the slice, so also for one that is not to stay.
  void push_if(bool goes_on, const T& item) requires small_bytes<T> {
    writer_.push_if(goes_on, item);
    pushed += static_cast<std::size_t>(goes_on);
  }
  [[nodiscard]] static constexpr bool full() { return false; }
  std::size_t pushed = 0;

 private:
  typename outlet<T>::writer writer_;
};
/// ... or with one, where their weights differ, ...
template <class T>
class checked_end {
 public:
  checked_end(operator_context& context, std::size_t) : out_(context.out<T>()) {}
  template <class U>
  void push(U&& item) {
    out_.push(std::forward<U>(item));
    ++pushed;
  }
  [[nodiscard]] bool full() const { return !out_.has_room(); }
  std::size_t pushed = 0;

 private:
  outlet<T>& out_;
};
/// ... or with one where keys scatter the items, ...
template <class T>
class keyed_end {
 public:
  keyed_end(operator_context& context, std::size_t n) : out_(context.out<T>()) {
    if (out_.can_write_directly())
      direct_.emplace(out_, n);
  }
  template <class U>
  void push(U&& item) {
    if (direct_)
      direct_->push(std::forward<U>(item));
    else
      out_.push(std::forward<U>(item));
    ++pushed;
  }
  [[nodiscard]] bool full() const { return !direct_ && !out_.has_room(); }
  std::size_t pushed = 0;

 private:
  outlet<T>& out_;
  std::optional<typename outlet<T>::writer> direct_;
};
/// ... or nowhere, behind a sink.
struct sink_end {
  sink_end(operator_context&, std::size_t) {}
  [[nodiscard]] static constexpr bool full() { return false; }
  std::size_t pushed = 0;
};

template <class T>
struct end_of {
  using of_fixed_weight = std::conditional_t<is_keyed<T>, keyed_end<T>, direct_end<T>>;
  using type = std::conditional_t<has_fixed_weight<T>, of_fixed_weight, checked_end<T>>;
};
template <>
struct end_of<void> {
  using type = sink_end;
};

/// One slice of a run: local copies of functions and states, and the way of an item from step to
/// step. `Offset` is the number of the first step among the operators of the node: 1 behind a
/// source.
template <class End, std::size_t Offset, class... Steps>
class loop {
 public:
  static constexpr std::size_t steps = sizeof...(Steps);

  loop(row<Steps...>& all, row<typename Steps::state...>& states, operator_context& context,
       std::size_t n)
    : loop(all, states, context, n, std::index_sequence_for<Steps...>{}) {}

  /// Step I, seen from the step before it; what an operator calls `next`.
  template <std::size_t I>
  struct link {
    loop& in;

    template <class U>
    void push(U&& item) {
      in.template enter<I + 1>(std::forward<U>(item));
    }
    /// Pushes it if it is to go on.
    template <class U>
    void push_if(bool goes_on, U&& item) {
      if constexpr (I + 1 == steps && requires { in.end.push_if(goes_on, item); })
        in.end.push_if(goes_on, item);
      else if (goes_on)
        push(std::forward<U>(item));
    }
    template <class T, class F>
    auto attempt(const T& item, F&& f) {
      return call_or(std::forward<F>(f), [&] { in.failed(I + Offset, describe_item(item)); });
    }
    /// For a call that no single item can be named for.
    template <class F>
    auto attempt(F&& f) {
      return call_or(std::forward<F>(f), [&] { in.failed(I + Offset, {}); });
    }
    /// The stream ends behind what was pushed.
    void finish() {
      if (in.halted != halt::failed)
        in.halted = halt::done;
    }
    void halt_when(bool full) {
      if (full && in.halted == halt::no)
        in.halted = halt::full;
    }
    verdict report(failure& about) { return in.report(I + Offset, about); }
    [[nodiscard]] bool halted() const { return in.halted != halt::no; }
    [[nodiscard]] bool full() const { return in.end.full(); }
    [[nodiscard]] operator_context& context() const { return in.context; }
    [[nodiscard]] static constexpr std::size_t index() { return I + Offset; }
  };

  template <std::size_t I, class U>
  void enter(U&& item) {
    if constexpr (I == steps) {
      end.push(std::forward<U>(item));
    } else {
      link<I> next{*this};
      at<I>(steps_).get().on_item(at<I>(states_).get(), std::forward<U>(item), next);
    }
  }

  template <std::size_t I>
  bool begin_step() {
    link<I> next{*this};
    return at<I>(steps_).get().on_begin(at<I>(states_).get(), next);
  }
  template <std::size_t I>
  bool end_of_step() {
    link<I> next{*this};
    return at<I>(steps_).get().on_end(at<I>(states_).get(), next);
  }
  template <std::size_t I>
  bool pour_step(std::size_t at_most) {
    link<I> next{*this};
    return at<I>(steps_).get().pour(at<I>(states_).get(), at_most, next);
  }
  template <std::size_t I>
  bool drain_step() {
    link<I> next{*this};
    return at<I>(steps_).get().on_drain(at<I>(states_).get(), next);
  }

  [[gnu::cold, gnu::noinline]] void failed(std::size_t step, std::string item) {
    failure about;
    about.item = std::move(item);
    about.cause = std::current_exception();
    report(step, about);
  }

  verdict report(std::size_t step, failure& about) {
    ++failures;
    const verdict answer = context.failed(step, about);
    if (answer == verdict::stop)
      halted = halt::failed;
    else if (answer == verdict::wait)
      halted = halt::wait;
    return answer;
  }

  operator_context& context;
  End end;
  halt halted = halt::no;
  std::size_t failures = 0;

 private:
  template <std::size_t... I>
  loop(row<Steps...>& all, row<typename Steps::state...>& states, operator_context& c,
       std::size_t n, std::index_sequence<I...>)
    : context(c), end(c, n), steps_{{slice_local<Steps>(at<I>(all))}...},
      states_{{slice_local<typename Steps::state>(at<I>(states))}...} {}

  row<slice_local<Steps>...> steps_;
  row<slice_local<typename Steps::state>...> states_;
};

} // namespace detail

} // namespace leat
