// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>

namespace leat {

/// How many failures in a period are borne. Origin: OTP's maximum restart intensity.
struct restart_limit {
  std::size_t intensity = 3;
  duration period = std::chrono::seconds(5);
};

/// The failures of late, held against a limit.
class restart_history {
 public:
  explicit restart_history(restart_limit limit) : limit_(limit) {}

  /// Notes a failure. False: it is one more than the limit bears.
  [[nodiscard]] bool bears(timestamp now) {
    while (!failures_.empty() && failures_.front() + limit_.period <= now)
      failures_.pop_front();
    failures_.push_back(now);
    return failures_.size() <= limit_.intensity;
  }
  /// How long to wait after the last one: `first`, twice as long with each that is not forgotten
  /// yet, at most the period.
  [[nodiscard]] duration wait(duration first) const {
    const duration most = std::max(first, limit_.period);
    duration all = first;
    for (std::size_t n = 1; n < failures_.size() && all < most; ++n)
      all = std::min(2 * all, most);
    return all;
  }
  /// In the period, with the last one.
  [[nodiscard]] std::size_t count() const { return failures_.size(); }
  [[nodiscard]] const restart_limit& limit() const { return limit_; }

 private:
  restart_limit limit_;
  std::deque<timestamp> failures_;
};

} // namespace leat
