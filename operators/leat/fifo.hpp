// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// A queue in one block of memory, which it keeps while it runs empty and full again; one that was
/// never used has none. (A `std::deque` takes 600 bytes before its first element, and gives and
/// takes blocks as it goes: too much for the many queues of a node, which hold an element or two.)
template <class T>
class fifo {
 public:
  [[nodiscard]] bool empty() const noexcept { return first_ == items_.size(); }
  [[nodiscard]] std::size_t size() const noexcept { return items_.size() - first_; }
  [[nodiscard]] T& front() { return items_[first_]; }
  [[nodiscard]] const T& front() const { return items_[first_]; }
  [[nodiscard]] T& back() { return items_.back(); }
  [[nodiscard]] const T& back() const { return items_.back(); }
  [[nodiscard]] T& operator[](std::size_t i) { return items_[first_ + i]; }
  [[nodiscard]] auto begin() { return items_.begin() + offset(); }
  [[nodiscard]] auto end() { return items_.end(); }
  [[nodiscard]] auto begin() const { return items_.begin() + offset(); }
  [[nodiscard]] auto end() const { return items_.end(); }

  void push_back(T item) {
    if (first_ > 16 && 2 * first_ > items_.size()) // what has gone gives up its place
      compact();
    items_.push_back(std::move(item));
  }
  template <class... Args>
  void emplace_back(Args&&... args) {
    push_back(T(std::forward<Args>(args)...));
  }
  void pop_front() {
    [[maybe_unused]] const T gone = std::move(items_[first_++]);
    if (empty())
      clear();
  }
  void clear() {
    items_.clear();
    first_ = 0;
  }
  template <class F>
  void erase_if(F what) {
    compact();
    std::erase_if(items_, std::move(what));
  }

 private:
  [[nodiscard]] std::ptrdiff_t offset() const { return static_cast<std::ptrdiff_t>(first_); }
  void compact() {
    items_.erase(items_.begin(), items_.begin() + offset());
    first_ = 0;
  }

  std::vector<T> items_;
  std::size_t first_ = 0; // those before it have gone
};

} // namespace leat
