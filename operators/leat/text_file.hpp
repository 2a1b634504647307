// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace leat {

/// An open file of the operators that read and write text. Errors are `std::system_error` with the
/// operator, the path and what can be done.
class text_file {
 public:
  enum class mode { read,
                    truncate,
                    append };

  text_file(const char* op, std::string path) : op_(op), path_(std::move(path)) {}
  text_file(const text_file&) = delete;
  text_file& operator=(const text_file&) = delete;
  ~text_file();

  void open(mode how);
  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  /// Closes the file; throws if the system could not keep what was written.
  void close();

  /// The bytes that were read; 0 at the end.
  [[nodiscard]] std::size_t read(std::span<char> into);
  /// Writes all of it.
  void write(std::string_view text);
  void seek(std::uint64_t offset);

  [[nodiscard]] std::uint64_t size() const;
  /// Whether reading it never waits for somebody else.
  [[nodiscard]] bool is_regular() const;
  /// Whether its path leads to another file by now. False while it leads nowhere.
  [[nodiscard]] bool was_replaced() const;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  [[noreturn]] void refuse(int error, const char* what) const;

  const char* op_;
  std::string path_;
  int descriptor_ = -1;
};

} // namespace leat
