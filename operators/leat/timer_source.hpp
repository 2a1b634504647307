// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <cstdint>

namespace leat {

/// A source that speaks by the clock alone.
class timer_source : public operator_base {
 public:
  progress process(int, chunk_slice&, operator_context&) final { return progress::done; }
  progress on_timer(std::uint64_t, operator_context& context) final {
    return stopped_ ? progress::done : tick(context);
  }
  void stop(operator_context& context) final {
    stopped_ = true;
    context.set_timer(0, context.now());
  }

 protected:
  /// Timer 0 is due.
  virtual progress tick(operator_context& context) = 0;

 private:
  bool stopped_ = false;
};

} // namespace leat
