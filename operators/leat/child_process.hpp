// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace leat {

/// A text for `/bin/sh -c`, or a program (looked for in PATH) and its arguments.
struct process_command {
  process_command(const char* shell) : process_command(std::string(shell)) {}
  process_command(std::string shell)
    : arguments{"/bin/sh", "-c", shell}, shown(std::move(shell)) {}
  process_command(std::vector<std::string> words);
  process_command(std::initializer_list<std::string> words)
    : process_command(std::vector<std::string>(words)) {}

  /// Throws `std::invalid_argument`, in the name of `op`, if it is empty.
  void require_one(const char* op) const;

  std::vector<std::string> arguments;
  std::string shown; // in messages
};

/// Where a child's standard error goes.
enum class child_stderr {
  inherit, // where the program's own goes
  join,    // among the lines of its output
  discard,
};

/// A child and the pipe to its output or input, for an operator with a thread of its own. The child
/// and what it starts are a process group. Errors are `std::runtime_error` with the operator, the
/// command and what can be done.
class child_process {
 public:
  enum class pipe { from_output,
                    to_input };

  child_process(const char* op, process_command command)
    : op_(op), command_(std::move(command)) {}
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;
  /// Ends it, if it lives: SIGTERM, and what has not gone a second later gets SIGKILL.
  ~child_process();

  void start(pipe which, child_stderr errors = child_stderr::inherit);
  /// Our end of the pipe; it never blocks.
  [[nodiscard]] int descriptor() const noexcept { return pipe_; }
  void close_pipe() noexcept;
  /// The bytes written, 0 if there is no room now; nothing if nobody reads any more.
  [[nodiscard]] std::optional<std::size_t> write(std::string_view text);

  /// Waits until the child has ended by itself. False: `wake` became readable first.
  [[nodiscard]] bool wait_for_end(int wake);
  /// When it has ended: why that is a failure; nothing if its exit code is 0.
  [[nodiscard]] std::optional<std::string> why_it_failed();

  [[nodiscard]] const std::string& shown() const noexcept { return command_.shown; }

 private:
  [[nodiscard]] bool has_ended() const noexcept;
  [[nodiscard]] bool goes_within_a_second() const noexcept;
  void stop() noexcept;
  int reap() noexcept;
  [[noreturn]] void refuse(int error) const;

  const char* op_;
  process_command command_;
  int child_ = -1;
  int watch_ = -1; // readable when the child has ended; -1 where the kernel has no such thing
  int pipe_ = -1;
};

} // namespace leat
