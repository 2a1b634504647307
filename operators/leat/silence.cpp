// SPDX-License-Identifier: BSD-3-Clause
#include <leat/saved.hpp>
#include <leat/silence.hpp>

#include <chrono>
#include <utility>

namespace leat {

void silence_timer::start(operator_context& context) {
  set(context, due_.value_or(context.now() + longest_));
}

bool silence_timer::was_long(operator_context& context) {
  if (context.now() > *due_ && !std::exchange(was_late_, true)) {
    set(context, context.now() + std::chrono::milliseconds(1));
    return false;
  }
  return true;
}

void silence_timer::save(byte_writer& out) const { save_value(out, due_); }

void silence_timer::load(byte_reader& in) { load_value(in, due_); }

} // namespace leat
