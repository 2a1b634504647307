// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <memory>
#include <source_location>
#include <string>

namespace leat {

struct from_directory_recipe {
  static constexpr const char* kind = "from_directory";
  using source = operator_base;
  std::string path;
  duration every;

  [[nodiscard]] static std::unique_ptr<operator_base> make(std::string path, duration every);
  [[nodiscard]] auto bind() && {
    return make_with<std::string>([r = std::move(*this)] { return make(r.path, r.every); });
  }
};

/// The paths of the files in a directory, or of those that a pattern (`*`, `?`, `[...]`) fits, and
/// of what is added to them later: looks there at once, and then every `d`.
///
///     files                          a        d  b                 c
///     from_directory("in", 10s)
///     out                                   in/a      in/b&in/d           in/c
///
/// Emits each new path, as a `std::string`, those of one look sorted. What was away at one look is
/// new when it is back. Names with a dot in front count only where the pattern has it. Completes
/// when the job is stopped or nobody listens. State: the paths that are there. Time: processing.
///
/// Throws `std::invalid_argument` if `d` is not positive. A path without pattern that leads to no
/// directory fails the job, and so does a directory that cannot be read. A file may be seen before
/// all is written to it: let its writer rename it. Origin: streamz filenames.
[[nodiscard]] spec<from_directory_recipe>
from_directory(std::string path, duration d,
               std::source_location where = std::source_location::current());

} // namespace leat
