// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <optional>

namespace leat {

/// The timer of an operator that does something when nothing came for a time, counted from the
/// start of the job or the last item.
class silence_timer {
 public:
  explicit silence_timer(duration longest) : longest_(longest) {}

  [[nodiscard]] duration longest() const { return longest_; }
  void start(operator_context& context);
  /// An item came.
  void broken(operator_context& context) {
    was_late_ = false;
    set(context, context.now() + longest_);
  }
  /// To be asked when the timer fires. If that was late, since there was no room, what came
  /// meanwhile waits, and gets a moment to be taken first.
  [[nodiscard]] bool was_long(operator_context& context);

  void save(byte_writer& out) const;
  void load(byte_reader& in);

 private:
  void set(operator_context& context, timestamp due) {
    due_ = due;
    context.set_timer(0, due);
  }

  duration longest_;
  std::optional<timestamp> due_;
  bool was_late_ = false;
};

} // namespace leat
