// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <iosfwd>
#include <memory>
#include <source_location>
#include <string>

namespace leat {

struct from_lines_recipe {
  static constexpr bool replays = false;
  static constexpr const char* kind = "from_lines";
  using source = operator_base;
  std::istream* from;

  [[nodiscard]] static std::unique_ptr<operator_base> make(std::istream& from);
  [[nodiscard]] auto bind() && {
    return make_with<std::string>([from = from] { return make(*from); });
  }
};

/// The lines of a stream, which is borrowed: it must outlive the job, and nothing else may use it
/// meanwhile. Reading may block, so it is done in a thread of its own.
///
/// Emits each line without its newline, as `std::string`, in order. Completes at the end of the
/// stream; text behind the last newline is a line, too. State: a line. Time: none.
///
/// `std::cin` is read through descriptor 0, behind what the program has read already, so that it
/// can be woken when the job is stopped or nobody listens any more. Another stream cannot: a job
/// that is stopped waits until its next line has come. A stream that fails (`bad`) fails the job.
[[nodiscard]] spec<from_lines_recipe>
from_lines(std::istream& from, std::source_location where = std::source_location::current());

} // namespace leat
