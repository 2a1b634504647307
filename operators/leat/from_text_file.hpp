// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>
#include <string>

namespace leat {

struct from_text_file_options {
  std::string delimiter = "\n"; ///< what ends a line; it is not part of it
  bool follow = false;          ///< wait for more at the end of the file, as `tail -F` does
  bool from_end = false;        ///< begin with what is written after the start
  /// Bytes of a line; a longer one fails the job.
  std::size_t longest = std::size_t{64} << 20;
  /// How often a followed file is looked at.
  duration poll_every = std::chrono::milliseconds(100);
};

struct from_text_file_recipe {
  static constexpr const char* kind = "from_text_file";
  using source = operator_base;
  std::string path;
  from_text_file_options options;

  [[nodiscard]] static std::unique_ptr<operator_base> make(std::string path,
                                                           from_text_file_options options);
  [[nodiscard]] auto bind() && {
    return make_with<std::string>([r = std::move(*this)] { return make(r.path, r.options); });
  }
};

/// The lines of a regular file.
///
/// Emits each line without its delimiter, as `std::string`, in order. Completes at the end of the
/// file; text behind the last delimiter is a line, too. When the file is followed it completes only
/// when the job is stopped or nobody listens, and an incomplete last line waits until its end is
/// written. State: a block of text, and a line; saved as the place of the next line in the file
/// that the path leads to. Time: none, or processing when following.
///
/// A followed file that becomes shorter is read again from its beginning; one that is replaced by
/// another (rotation) is read to its end, then the new one. Text without delimiter that is left
/// then is a line. A file that is cut and grows beyond its old length between two looks cannot be
/// told from one that grew.
///
/// Throws `std::invalid_argument` if the delimiter is empty or `poll_every` not positive. A file
/// that cannot be read fails the job; so does one that is not regular, since reading it could
/// block: give `from_lines` a stream for that.
[[nodiscard]] spec<from_text_file_recipe>
from_text_file(std::string path, from_text_file_options options = {},
               std::source_location where = std::source_location::current());

} // namespace leat
