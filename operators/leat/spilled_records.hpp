// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spill_file.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace leat::detail {

/// A queue of byte records, first in, first out, in files. The newest records wait in a buffer to
/// be written, the oldest in one to be given out; between them are files of limited size, each of
/// which is closed when it has been read up. For one thread.
class spilled_records {
 public:
  /// A buffer holds `buffer` bytes or one record, a file `segment` bytes and at most one buffer
  /// more. Throws std::system_error if the place names a directory where no file can be made.
  spilled_records(spill_place place, std::size_t buffer, std::uint64_t segment);

  /// Adds a record. Throws std::system_error if older ones can't be written; then the queue is as
  /// before.
  void push(std::span<const std::byte> record);

  /// The oldest record, until the next call. There must be one. Throws std::system_error if it
  /// can't be read.
  [[nodiscard]] std::span<const std::byte> front();

  /// Drops the record that front() gave.
  void pop();

  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t bytes_on_disk() const noexcept { return bytes_on_disk_; }

 private:
  void write_out();
  void read_at_least(std::size_t n);

  spill_place place_;
  std::size_t buffer_;
  std::uint64_t segment_;

  std::size_t count_ = 0;
  std::uint64_t bytes_on_disk_ = 0;
  // In the order of the queue: reading_ from at_ on, files_ (the first from offset_ on), writing_.
  std::vector<std::byte> reading_;
  std::size_t at_ = 0;
  std::deque<spill_file> files_;
  std::uint64_t offset_ = 0;
  std::vector<std::byte> writing_;
};

} // namespace leat::detail
