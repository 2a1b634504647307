// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/child_process.hpp>
#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>
#include <string>

namespace leat {

struct from_process_options {
  child_stderr stderr_to = child_stderr::inherit; ///< where the child's standard error goes
  bool with_end = false;                          ///< lines keep their newline
  /// Bytes of a line; a longer one fails the job.
  std::size_t longest = std::size_t{64} << 20;
};

struct from_process_recipe {
  static constexpr bool replays = false;
  static constexpr const char* kind = "from_process";
  using source = operator_base;
  process_command command;
  from_process_options options;

  [[nodiscard]] static std::unique_ptr<operator_base> make(process_command command,
                                                           from_process_options options);
  [[nodiscard]] auto bind() && {
    return make_with<std::string>([r = std::move(*this)] { return make(r.command, r.options); });
  }
};

/// The lines that a child process writes to its standard output: `from_process("du -s * | sort")`,
/// which a shell runs, or `from_process({"ls", "-l"})`, which is run as it is.
///
///     from_process("echo ab; echo cd")
///     out                                ab&cd|
///
/// Emits each line without its newline, as `std::string`, in order; text behind the last newline is
/// a line, too. Completes when the child has ended and nobody has its output open any more. If its
/// exit code is not 0, or a signal ended it, the stream fails behind the last line. State: a line;
/// what was not read yet makes the child wait. Time: none.
///
/// The child is a process group with an empty standard input. When the job is stopped, cancelled or
/// fails, or nobody listens, the group gets SIGTERM, and SIGKILL if it is not gone a second later.
/// It is waited for in a thread of its own. A child that cannot be started fails the job.
///
/// Throws `std::invalid_argument` if the command is empty. Origin: streamz from_process.
[[nodiscard]] spec<from_process_recipe>
from_process(process_command command, from_process_options options = {},
             std::source_location where = std::source_location::current());

} // namespace leat
