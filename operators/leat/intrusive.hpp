// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace leat {

/// Base of objects that count their references themselves. `unique` is exact for the holder of the
/// only reference: it reads the count with acquire order, which `std::shared_ptr::use_count` does
/// not.
class counted {
 public:
  counted() = default;
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;
  virtual ~counted() = default;

  [[nodiscard]] bool unique() const noexcept {
    return references_.load(std::memory_order_acquire) == 1;
  }

 private:
  template <class T>
  friend class intrusive;

  void retain() const noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() const noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1)
      delete this;
  }

  mutable std::atomic<std::uint32_t> references_{0};
};

/// Shared ownership of a `counted` object; a pointer in size.
template <class T>
class intrusive {
 public:
  intrusive() = default;
  explicit intrusive(T* object) noexcept : object_(object) {
    if (object_)
      object_->retain();
  }
  intrusive(const intrusive& other) noexcept : intrusive(other.object_) {}
  intrusive(intrusive&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  template <class U>
  intrusive(intrusive<U> other) noexcept : object_(other.detach()) {}
  intrusive& operator=(intrusive other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~intrusive() {
    if (object_)
      object_->release();
  }

  T* get() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  T* operator->() const noexcept { return object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }

 private:
  template <class U>
  friend class intrusive;
  T* detach() noexcept { return std::exchange(object_, nullptr); }

  T* object_ = nullptr;
};

} // namespace leat
