// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace leat {

/// What a coroutine gives that co_yields items:
///
///     leat::generator<int> count_to(int last) {
///       for (int i = 1; i <= last; ++i)
///         co_yield i;
///     }
///
/// It runs only while it is asked for the next item, never at once with itself, on changing
/// threads. Movable; it destroys the coroutine where that stands.
template <class T>
class [[nodiscard]] generator {
 public:
  using value_type = T;

  class promise_type {
   public:
    generator get_return_object() { return generator(handle::from_promise(*this)); }
    [[nodiscard]] static std::suspend_always initial_suspend() noexcept { return {}; }
    [[nodiscard]] static std::suspend_always final_suspend() noexcept { return {}; }
    template <class U = T>
    std::suspend_always yield_value(U&& item) {
      item_.emplace(std::forward<U>(item));
      return {};
    }
    static void return_void() {}
    void unhandled_exception() noexcept { thrown_ = std::current_exception(); }
    void await_transform() = delete; // it has no one to wait for

   private:
    friend class generator;
    std::optional<T> item_;
    std::exception_ptr thrown_;
  };

  generator(generator&& other) noexcept : coroutine_(std::exchange(other.coroutine_, nullptr)) {}
  generator& operator=(generator&& other) noexcept {
    std::swap(coroutine_, other.coroutine_);
    return *this;
  }
  ~generator() {
    if (coroutine_)
      coroutine_.destroy();
  }

  /// The next item; nothing at the end. Throws what the coroutine threw, each time.
  std::optional<T> next() {
    if (!coroutine_)
      return std::nullopt;
    if (!coroutine_.done())
      coroutine_.resume();
    auto& promise = coroutine_.promise();
    if (promise.thrown_)
      std::rethrow_exception(promise.thrown_);
    return std::exchange(promise.item_, std::nullopt);
  }

 private:
  using handle = std::coroutine_handle<promise_type>;
  explicit generator(handle coroutine) : coroutine_(coroutine) {}

  handle coroutine_;
};

} // namespace leat
