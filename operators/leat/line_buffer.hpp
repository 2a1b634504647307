// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace leat {

/// Cuts text that comes in blocks into lines.
class line_buffer {
 public:
  /// Throws `std::invalid_argument`, in the name of `op`, if the delimiter is empty.
  line_buffer(std::string delimiter, std::size_t longest, const char* op);

  void append(std::string_view block);
  /// The next whole line, without its delimiter; valid until more is appended. Throws
  /// `std::length_error` if what has come is longer than a line may be.
  [[nodiscard]] std::optional<std::string_view> next();
  /// Bytes that have been appended and not given.
  [[nodiscard]] std::size_t left() const noexcept { return text_.size() - begin_; }
  /// Whether text without a delimiter is left, when there is no next line.
  [[nodiscard]] bool has_rest() const noexcept { return begin_ < text_.size(); }
  /// That text.
  [[nodiscard]] std::string take_rest();

 private:
  std::string delimiter_;
  std::size_t longest_;
  const char* op_;
  std::string text_;
  std::size_t begin_ = 0;    // of what was not given
  std::size_t searched_ = 0; // no delimiter begins before this
};

} // namespace leat
