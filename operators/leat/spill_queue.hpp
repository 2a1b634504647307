// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/codec.hpp>
#include <leat/copyable.hpp>
#include <leat/spilled_records.hpp>
#include <leat/weight.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <utility>

namespace leat {

/// How much of a queue is in memory, and where the rest goes.
struct spill_options {
  /// Weight of the items in memory, in bytes.
  std::size_t memory = std::size_t{64} << 20;
  /// Where files are made. Empty: in the system's directory for temporary files.
  std::string directory = {};
  /// What errors call the queue.
  std::string name = "queue";
  /// Bytes that are written or read at once.
  std::size_t buffer = std::size_t{256} << 10;
  /// Bytes in one file, which gives its space back when all in it has been read.
  std::uint64_t segment = std::uint64_t{16} << 20;
};

/// A queue, first in, first out, of which only the head is in memory, and the rest in files without
/// a name.
///
/// Items stay in memory until their weight passes `memory`. From then on new ones are encoded and
/// go to disk, until all that is there has been popped. Besides `memory` the queue takes at most
/// three buffers and three items. Errors are std::system_error with the names of the queue and the
/// directory; a push or pop that throws leaves the queue as it was, and an item that was to be
/// moved in with the caller. For one thread at a time.
template <encodable T>
class spill_queue {
 public:
  /// Throws std::system_error if a directory is given where no file can be made.
  explicit spill_queue(spill_options options = {})
    : memory_(options.memory),
      disk_({.name = std::move(options.name), .directory = std::move(options.directory)},
            options.buffer, options.segment) {}

  /// What was moved from can only be assigned to and destroyed.
  spill_queue(spill_queue&&) noexcept = default;
  spill_queue& operator=(spill_queue&&) noexcept = default;

  /// Adds an item. Throws std::system_error if the disk is full or fails, codec_error if the item
  /// has no encoding.
  void push(const T& item) requires copyable_item<T> {
    const std::size_t weight = weight_of(item);
    if (stays_in_memory(weight))
      keep(item, weight);
    else
      disk_.push(to_bytes(item));
  }
  void push(T&& item) {
    const std::size_t weight = weight_of(item);
    if (stays_in_memory(weight))
      keep(std::move(item), weight);
    else
      disk_.push(to_bytes(item));
  }

  /// Takes the oldest item out. Throws std::logic_error if there is none, std::system_error if the
  /// disk fails.
  T pop() {
    if (!head_.empty()) {
      T item = std::move(head_.front().item);
      head_weight_ -= head_.front().weight;
      head_.pop_front();
      return item;
    }
    if (disk_.size() == 0)
      throw std::logic_error("leat::spill_queue: pop from an empty queue");
    T item = from_bytes<T>(disk_.front());
    disk_.pop();
    return item;
  }

  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return head_.size() + disk_.size(); }
  [[nodiscard]] std::uint64_t bytes_on_disk() const noexcept { return disk_.bytes_on_disk(); }

 private:
  struct entry {
    T item;
    std::size_t weight;
  };

  [[nodiscard]] bool stays_in_memory(std::size_t weight) const {
    return disk_.size() == 0 && weight <= memory_ - head_weight_;
  }

  template <class U>
  void keep(U&& item, std::size_t weight) {
    head_.push_back({std::forward<U>(item), weight});
    head_weight_ += weight;
  }

  std::size_t memory_;
  std::size_t head_weight_ = 0;
  std::deque<entry> head_;
  detail::spilled_records disk_; // all of it is younger than the head
};

} // namespace leat
