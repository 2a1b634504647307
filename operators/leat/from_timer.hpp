// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/saved.hpp>
#include <leat/spec.hpp>
#include <leat/timer_source.hpp>

#include <memory>
#include <optional>
#include <source_location>

namespace leat {

class one_shot_source final : public timer_source {
 public:
  explicit one_shot_source(duration after) : after_(after) {}
  void start(operator_context& context) override {
    if (!due_)
      due_ = context.now() + after_;
    context.set_timer(0, *due_);
  }
  void save(byte_writer& out) const override { save_value(out, due_); }
  void load(byte_reader& in) override { load_value(in, due_); }

 private:
  progress tick(operator_context& context) override {
    context.out<timestamp>().push(context.now());
    context.count_given(1);
    return progress::done;
  }

  duration after_;
  std::optional<timestamp> due_;
};

struct timer_recipe {
  static constexpr const char* kind = "from_timer";
  using source = one_shot_source;
  duration after;

  [[nodiscard]] auto bind() && {
    return make_with<timestamp>([after = after] { return std::make_unique<source>(after); });
  }
};

/// One item, `after` the start of the job: the time.
///
///     from_timer(5s)
///     out                   5s|
///
/// Emits one timestamp. Completes behind it. State: when it is due. Time: processing.
///
/// Throws `std::invalid_argument` if `after` is not positive. Origin: Rx timer.
[[nodiscard]] spec<timer_recipe>
from_timer(duration after, std::source_location where = std::source_location::current());

} // namespace leat
