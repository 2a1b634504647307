// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/positive.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>
#include <leat/timer_source.hpp>
#include <leat/travel.hpp>

#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

/// When the next tick of `from_periodic` comes.
enum class period {
  fixed_rate,  // on a grid that began with the first tick
  fixed_delay, // so long after the last tick was given
};
/// Each tick `d` after the one before has been given, however late that was.
[[nodiscard]] constexpr period fixed_delay() { return period::fixed_delay; }

template <class F, class T>
class periodic_source final : public timer_source {
 public:
  periodic_source(duration every, F f, period kind)
    : every_(every), f_(std::move(f)), kind_(kind) {}

  void start(operator_context& context) override {
    if (!due_)
      due_ = context.now();
    context.set_timer(0, *due_);
  }
  void save(byte_writer& out) const override { save_value(out, due_); }
  void load(byte_reader& in) override { load_value(in, due_); }

 private:
  progress tick(operator_context& context) override {
    try {
      context.out<T>().push(f_());
    } catch (...) {
      failure about;
      about.cause = std::current_exception();
      return context.failed(0, about) == verdict::wait ? progress::again : progress::more;
    }
    context.count_given(1);
    const duration late =
      kind_ == period::fixed_rate ? (context.now() - *due_) / every_ * every_
                                  : context.now() - *due_;
    context.set_timer(0, *due_ += late + every_);
    return progress::more;
  }

  duration every_;
  F f_;
  period kind_;
  std::optional<timestamp> due_; // the next tick
};

template <class F, class T>
struct periodic_recipe {
  static constexpr const char* kind = "from_periodic";
  using source = periodic_source<F, T>;
  duration every;
  F f;
  period when;

  [[nodiscard]] auto bind() && {
    return make_with<T>([r = std::move(*this)]() mutable {
      return std::make_unique<source>(r.every, std::move(r.f), r.when);
    });
  }
};

/// `f()` at once, and then every `d`, without drift. A tick that is late, since there was no room
/// for it, comes late; those that were missed meanwhile are not made up for, and the next one is on
/// the grid again. With `fixed_delay()` the next tick comes `d` after the last one was given.
///
///     from_periodic(2s, n++)
///     out                      0 1 2 3
///
/// Emits what f gives. Completes when the job is stopped or nobody listens. State: when the next
/// tick is due. Time: processing.
///
/// Throws `std::invalid_argument` if `d` is not positive. If f throws, the job fails, or the tick
/// is tried again with
/// `.on_error(retry(n))`. Origin: streamz from_periodic.
template <class F>
[[nodiscard]] auto from_periodic(duration d, F f, period when = period::fixed_rate,
                                 std::source_location where = std::source_location::current()) {
  using result = std::decay_t<decltype(f())>;
  static_assert(
    item<result>,
    "leat::from_periodic: the function gives nothing that can travel (void or an immovable type)");
  static_assert(
    !is_view<result>,
    "leat::from_periodic: the function gives a view; give an owner such as std::string");
  require_positive(d, "leat::from_periodic");
  return spec(periodic_recipe<F, result>{d, std::move(f), when}, where);
}

} // namespace leat
