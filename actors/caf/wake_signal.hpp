// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace leat::shell {

/// A flag that `poll` can wait for. Throws `std::system_error` if the process has no descriptor
/// left.
class wake_signal {
 public:
  wake_signal();
  wake_signal(const wake_signal&) = delete;
  wake_signal& operator=(const wake_signal&) = delete;
  ~wake_signal();

  void raise() noexcept;
  void lower() noexcept;
  /// Readable while raised.
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

} // namespace leat::shell
