// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/services.hpp>

#include <memory>
#include <thread>

namespace leat {

/// Waits for `std::future`s, which cannot announce themselves: it waits on one of them for a
/// moment, then looks at all. Its thread exists only after the first use. A result is seen at most
/// about a millisecond late.
class future_watcher final : public result_watcher {
 public:
  future_watcher();
  /// Waits for the thread, unless it runs there: what a result announces to may be the last that
  /// holds the watcher.
  ~future_watcher() override;

  void watch(std::function<bool(duration)> ready, std::function<void()> then) override;

 private:
  class watched;
  std::shared_ptr<watched> watched_; // shared with the thread
  std::jthread thread_;
};

} // namespace leat
