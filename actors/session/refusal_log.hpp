// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace leat {

/// Says why connections were refused, a few a second; strangers can't fill a log. The others are
/// counted and said together.
class refusal_log {
 public:
  static constexpr std::size_t lines_a_second = 10;
  using write_line = std::function<void(const std::string&)>;

  explicit refusal_log(write_line write) : write_(std::move(write)) {}

  void refused(const std::string& why, timestamp now) {
    on_time(now);
    if (!until_)
      until_ = now + std::chrono::seconds(1);
    if (++said_ <= lines_a_second)
      write_("a connection was refused: " + why);
  }
  /// Says how many more there were, when the second is over.
  void on_time(timestamp now) {
    if (!until_ || now < *until_)
      return;
    if (said_ > lines_a_second)
      write_(std::to_string(said_ - lines_a_second) + " more connections were refused");
    said_ = 0;
    until_.reset();
  }
  [[nodiscard]] std::optional<timestamp> due() const {
    return said_ > lines_a_second ? until_ : std::nullopt;
  }

 private:
  write_line write_;
  std::optional<timestamp> until_;
  std::size_t said_ = 0; // or not, in this second
};

} // namespace leat
