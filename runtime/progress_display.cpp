// SPDX-License-Identifier: BSD-3-Clause
#include "job_control.hpp"
#include "log.hpp"
#include "make_metrics.hpp"
#include "progress_text.hpp"
#include <leat/positive.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace leat {

namespace {

const char* name_of(job_state state) {
  switch (state) {
  case job_state::running:
    return "running";
  case job_state::stopping:
    return "stopping";
  case job_state::finished:
    return "finished";
  case job_state::stopped:
    return "stopped";
  case job_state::cancelled:
    return "cancelled";
  case job_state::failed:
    break;
  }
  return "failed";
}

/// The descriptor that the stream writes to, or -1 if that is not known.
int descriptor_of(const std::ostream& stream) {
  if (stream.rdbuf() == std::cout.rdbuf())
    return STDOUT_FILENO;
  if (stream.rdbuf() == std::cerr.rdbuf() || stream.rdbuf() == std::clog.rdbuf())
    return STDERR_FILENO;
  return -1;
}

bool redraws(const std::ostream& stream) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody sets it
  const char* kind = std::getenv("TERM");
  const bool moves_cursor = kind != nullptr && kind != std::string_view("dumb");
  return moves_cursor && ::isatty(descriptor_of(stream)) == 1;
}

/// What writes to the stream, in the display's thread.
class display {
 public:
  display(const job_control& job, std::ostream& to, const progress_options& options)
    : job_(job), to_(to), options_(options),
      redraws_(options.terminal == terminal::automatic ? leat::redraws(to)
                                                       : options.terminal == terminal::yes),
      first_(look()), last_(first_) {}

  /// What has happened since the last look.
  void show() {
    seen now = look();
    write(last_, now);
    last_ = std::move(now);
  }
  /// All that has happened.
  void show_end() { write(first_, look()); }
  [[nodiscard]] bool redraws() const { return redraws_; }

 private:
  struct seen {
    std::chrono::steady_clock::time_point at;
    metrics_snapshot metrics;
  };

  [[nodiscard]] seen look() const {
    const auto known = job_.look();
    auto metrics = make_metrics(*known.plan, known.nodes);
    return {std::chrono::steady_clock::now(), std::move(metrics)};
  }

  void write(const seen& before, const seen& now) {
    const duration elapsed = now.at - before.at;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now.at - first_.at).count();
    const std::string heading = std::to_string(seconds) + " s, " + name_of(job_.state());
    // In one piece each time: what other threads write to the same terminal or file stays outside.
    if (redraws_) {
      auto [width, height] = size();
      auto table = heading + "\n"
        + progress_table(before.metrics, now.metrics, elapsed, width, height);
      to_ << redrawn(table, lines_);
      lines_ = static_cast<std::size_t>(std::count(table.begin(), table.end(), '\n'));
    } else {
      to_ << heading + ": " + progress_line(before.metrics, now.metrics, elapsed) + "\n";
    }
    to_.flush();
  }

  /// The width and height of the table. A line is left for the cursor, and one for the heading; the
  /// last column, too, since some terminals begin a line behind it.
  [[nodiscard]] std::pair<std::size_t, std::size_t> size() const {
    winsize window{};
    std::size_t width = 80, height = 0;
    if (::ioctl(descriptor_of(to_), TIOCGWINSZ, &window) == 0 && window.ws_col > 1) {
      width = window.ws_col - 1;
      height = std::max(window.ws_row, std::uint16_t(4)) - 2;
    }
    return {options_.width == 0 ? width : options_.width, height};
  }

  const job_control& job_;
  std::ostream& to_;
  progress_options options_;
  bool redraws_;
  seen first_, last_;
  std::size_t lines_ = 0; // on the terminal
};

void run_display(const std::stop_token& stop, const job_control& job, std::ostream& to,
                 const progress_options& options) try {
  display shown(job, to, options);
  if (shown.redraws())
    shown.show();
  while (!job.is_over_in(options.interval, stop) && !stop.stop_requested())
    shown.show();
  shown.show_end();
} catch (const std::exception& e) {
  log_error("the display of a job's progress ends: {}", e.what());
}

} // namespace

progress_display::progress_display(std::shared_ptr<job_control> of, std::ostream& to,
                                   progress_options options) {
  require_positive(options.interval, "progress");
  writer_ = std::jthread([of = std::move(of), &to, options](const std::stop_token& stop) {
    run_display(stop, *of, to, options);
  });
}

progress_display job::progress(std::ostream& to, progress_options options) const {
  return {control_, to, options};
}

} // namespace leat
