// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <memory>
#include <stop_token>

namespace leat {

/// Turns SIGINT and SIGTERM into stop requests while it lives, and restores what was before: the
/// first one asks to drain
/// (`token`), a second one to end at once (`now`). One at a time in a program; a second object
/// throws `std::logic_error`.
///
///     leat::stop_signals signals;
///     leat::run(p, signals.token());
class stop_signals {
 public:
  stop_signals();
  stop_signals(const stop_signals&) = delete;
  stop_signals& operator=(const stop_signals&) = delete;
  ~stop_signals();

  [[nodiscard]] std::stop_token token() const;
  [[nodiscard]] std::stop_token now() const;

 private:
  class state;
  std::unique_ptr<state> state_;
};

} // namespace leat
