// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

namespace leat {

static_assert(std::endian::native == std::endian::little,
              "leat: encodings are little-endian, and so must be the machine");

/// What is thrown for an encoding that is cut off or broken, and for a value that has none.
class codec_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Any bytes make one.
template <class T>
concept number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

/// Counts, while it lives, a level of what may contain itself: containers, pointers, classes with a
/// serialize function. Beyond `most` it throws codec_error, so that neither a circle of pointers
/// nor a forged encoding exhausts the stack.
class nesting {
 public:
  static constexpr std::size_t most = 64;

  explicit nesting(std::size_t& depth);
  nesting(const nesting&) = delete;
  nesting& operator=(const nesting&) = delete;
  ~nesting() { --depth_; }

 private:
  std::size_t& depth_;
};

/// Appends to a vector of bytes, which it does not own. For one thread.
class byte_writer {
 public:
  explicit byte_writer(std::vector<std::byte>& bytes) : bytes_(bytes) {}

  /// Appends n bytes that lie at `from`.
  void write(const void* from, std::size_t n) {
    const auto* first = static_cast<const std::byte*>(from);
    bytes_.insert(bytes_.end(), first, first + n);
  }

  /// Appends the bytes of a number.
  template <number T>
  void write(T x) {
    write(&x, sizeof(x));
  }

  /// Appends how many elements follow. Throws codec_error beyond 2^32 - 1.
  void write_size(std::size_t n);

  /// How many bytes the vector has by now.
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

  /// To be kept while the parts of a value are written.
  [[nodiscard]] nesting enter() { return nesting(depth_); }

 private:
  std::vector<std::byte>& bytes_;
  std::size_t depth_ = 0;
};

/// Reads bytes that it does not own, and never beyond their end: then it throws codec_error. For
/// one thread.
class byte_reader {
 public:
  explicit byte_reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  /// Copies the next n bytes to `to`.
  void read(void* to, std::size_t n) {
    if (n > left())
      refuse(n);
    if (n > 0)
      std::memcpy(to, bytes_.data() + at_, n);
    at_ += n;
  }

  /// The next bytes as a number.
  template <number T>
  T read() {
    T x;
    read(&x, sizeof(x));
    return x;
  }

  /// How many elements follow. Throws codec_error if fewer bytes are left than so many elements
  /// have at least.
  std::size_t read_size(std::size_t bytes_each = 1);

  /// The bytes from here to the end, and how many bytes there were before.
  [[nodiscard]] std::size_t left() const noexcept { return bytes_.size() - at_; }
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

  /// To be kept while the parts of a value are read.
  [[nodiscard]] nesting enter() { return nesting(depth_); }

 private:
  [[noreturn]] void refuse(std::size_t n) const;

  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

} // namespace leat
