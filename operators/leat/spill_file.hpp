// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace leat::detail {

/// Where a queue spills, and what it is called in messages.
struct spill_place {
  std::string name;
  std::string directory; // empty: the system's directory for temporary files
};

/// A file without a name: its space is given back when it is closed, however the process ends. Made
/// by O_TMPFILE (open(2)), or where the file system has none, by a name that is removed at once.
/// For one thread.
class spill_file {
 public:
  /// Throws std::system_error that names the place.
  explicit spill_file(const spill_place& place);

  spill_file(spill_file&& other) noexcept;
  spill_file& operator=(spill_file&& other) noexcept;
  ~spill_file();

  /// Adds bytes to the end. Throws std::system_error; the file is then as before.
  void append(std::span<const std::byte> bytes, const spill_place& place);

  /// Fills `to` with the bytes from `offset` on, which must have been written. Throws
  /// std::system_error.
  void read(std::uint64_t offset, std::span<std::byte> to, const spill_place& place) const;

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

 private:
  int descriptor_;
  std::uint64_t size_ = 0;
};

} // namespace leat::detail
