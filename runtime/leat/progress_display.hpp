// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <thread>

namespace leat {

class job_control;

/// Whether a stream leads to a terminal: a table is redrawn in place there. `automatic`: if it is
/// `std::cout`, `std::cerr` or `std::clog` and that is one.
enum class terminal { automatic,
                      yes,
                      no };

struct progress_options {
  duration interval = std::chrono::seconds(1);
  leat::terminal terminal = leat::terminal::automatic;
  std::size_t width = 0; ///< of the table, in columns; 0: the terminal's
};

/// The display that `job::progress` begins. On a terminal a table is redrawn in place, else there
/// is one line for each interval; the last numbers, with the mean rates, are those of the end. The
/// destructor waits for the thread that writes. Nobody else should write to the terminal meanwhile.
class [[nodiscard]] progress_display {
 public:
  /// Throws `std::invalid_argument` unless the interval is positive.
  progress_display(std::shared_ptr<job_control> of, std::ostream& to, progress_options options);

 private:
  std::jthread writer_;
};

} // namespace leat
