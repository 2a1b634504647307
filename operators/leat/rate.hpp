// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <algorithm>
#include <cstddef>

namespace leat {

/// How fast items may leave: the generic cell rate algorithm (ITU-T I.371), which is a bucket of
/// tokens in two numbers.
struct rate {
  duration interval; ///< between items, in the long run
  duration lead =
    duration::zero(); ///< how far a burst may run ahead of that: (burst - 1) * interval

  friend bool operator==(const rate&, const rate&) = default;
};

/// What one stream, or one key, has used of a rate.
class rate_meter {
 public:
  /// When the next item may leave, `now` at the earliest.
  [[nodiscard]] timestamp next(const rate& of, timestamp now) const {
    return std::max(now, expected_ - of.lead);
  }
  /// How many of `most` may leave now.
  [[nodiscard]] std::size_t allowed(const rate& of, timestamp now, std::size_t most) const {
    const auto ahead = now + of.lead - std::max(expected_, now);
    return ahead < duration::zero()
      ? 0
      : std::min(most, static_cast<std::size_t>(ahead / of.interval) + 1);
  }
  void use(const rate& of, timestamp now, std::size_t n) {
    expected_ = std::max(expected_, now) + of.interval * static_cast<duration::rep>(n);
  }
  /// As if nothing had ever left.
  [[nodiscard]] bool is_fresh(timestamp now) const { return expected_ <= now; }

 private:
  timestamp expected_{}; // of the next item, if all came evenly
};

} // namespace leat
