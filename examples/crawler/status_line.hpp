// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/progress.hpp>

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace crawler {

/// "1234 URLs, 512/s; frontier 300, 64 in flight; hosts: 5 ready, 10 waiting; errors: 1 dns"
std::string status_text(const progress& p, double per_second);

/// Shows how far a crawl is: on a terminal in one line that is redrawn, else in a line every few
/// seconds.
class status_line {
 public:
  /// What is shown outlives this.
  status_line(std::ostream& out, bool is_terminal, const progress& shown);

  /// How often to call `show`.
  std::chrono::milliseconds period() const;
  void show();
  /// Removes the line.
  void end();

 private:
  using clock = std::chrono::steady_clock;

  std::ostream& out_;
  bool is_terminal_;
  const progress& shown_;
  std::uint64_t reported_ = 0;
  clock::time_point at_ = clock::now();
};

} // namespace crawler
