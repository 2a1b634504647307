// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace leat {

/// A row of items that grows at its end. Like a vector, but every item has an address of its own
/// (`bool` too), and inner loops can write into reserved room without a check (`unchecked_push`,
/// `commit`).
template <class T>
class column {
 public:
  column() = default;
  column(column&& other) noexcept
    : begin_(std::exchange(other.begin_, nullptr)), size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}
  column& operator=(column&& other) noexcept {
    std::swap(begin_, other.begin_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~column() {
    std::destroy_n(begin_, size_);
    release();
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  T* data() noexcept { return begin_; }
  const T* data() const noexcept { return begin_; }
  T& operator[](std::size_t i) noexcept { return begin_[i]; }
  const T& operator[](std::size_t i) const noexcept { return begin_[i]; }
  T* begin() noexcept { return begin_; }
  T* end() noexcept { return begin_ + size_; }
  const T* begin() const noexcept { return begin_; }
  const T* end() const noexcept { return begin_ + size_; }
  T& back() noexcept { return begin_[size_ - 1]; }
  const T& back() const noexcept { return begin_[size_ - 1]; }

  void reserve(std::size_t n) {
    if (n > capacity_)
      grow_to(n);
  }

  template <class... Args>
  T& emplace_back(Args&&... args) {
    if (size_ == capacity_)
      grow_to(capacity_ < 8 ? 8 : 2 * capacity_);
    return unchecked_push(std::forward<Args>(args)...);
  }

  /// Requires `size() < capacity()`.
  template <class... Args>
  T& unchecked_push(Args&&... args) {
    T* made = std::construct_at(begin_ + size_, std::forward<Args>(args)...);
    ++size_;
    return *made;
  }

  /// Takes in items that were constructed in the reserved room from `end()` up to `new_end`.
  void commit(T* new_end) noexcept { size_ = static_cast<std::size_t>(new_end - begin_); }

 private:
  void grow_to(std::size_t n) {
    T* fresh = std::allocator<T>().allocate(n);
    if constexpr (std::is_nothrow_move_constructible_v<T>)
      std::uninitialized_move_n(begin_, size_, fresh);
    else
      try {
        std::uninitialized_move_n(begin_, size_, fresh);
      } catch (...) {
        std::allocator<T>().deallocate(fresh, n);
        throw;
      }
    std::destroy_n(begin_, size_);
    release();
    begin_ = fresh;
    capacity_ = n;
  }

  void release() {
    if (begin_)
      std::allocator<T>().deallocate(begin_, capacity_);
  }

  T* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

} // namespace leat
