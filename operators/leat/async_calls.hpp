// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/completion.hpp>

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>

namespace leat {

// The two ways to start a call of `map_async`. `start` may throw; `take` requires `ready`.

template <class X>
inline constexpr bool is_future = false;
template <class U>
inline constexpr bool is_future<std::future<U>> = true;
template <class U>
inline constexpr bool is_future<std::shared_future<U>> = true;

/// The function gives a future. One of nothing (`std::future<void>`) gives a `std::monostate`.
template <class F, class T>
class future_calls {
 public:
  using future = std::decay_t<result_of_item<F, T>>;
  using gotten = decltype(std::declval<future&>().get());
  using result = std::conditional_t<std::is_void_v<gotten>, std::monostate, std::decay_t<gotten>>;
  using pending = std::shared_ptr<future>;
  static constexpr bool takes_own = takes_own_item<F, T>;

  explicit future_calls(F f) : f_(std::move(f)) {}

  template <class Item>
  pending start(Item&& item, const std::shared_ptr<call_port>& port, std::uint64_t call) {
    auto there = std::make_shared<future>(call_with_item<T>(f_, std::forward<Item>(item)));
    if (!there->valid())
      throw std::logic_error("leat::map_async: the function gave a future that belongs to nothing");
    port->watch(call,
                [there](duration d) { return there->wait_for(d) != std::future_status::timeout; });
    return there;
  }
  static bool ready(const pending& there) {
    return there->wait_for(std::chrono::seconds(0)) != std::future_status::timeout;
  }
  static result take(const pending& there) {
    if constexpr (std::is_void_v<gotten>)
      return there->get(), std::monostate{};
    else
      return there->get();
  }

 private:
  F f_;
};

/// The function takes a completion, behind the item or its parts.
template <class F, class T, class U>
class completion_calls {
 public:
  using result = U;
  using pending = std::shared_ptr<detail::call_result<U>>;
  static constexpr bool takes_whole = std::is_invocable_v<F&, const T&, completion<U>>;
  static constexpr bool takes_own = !takes_whole && std::is_invocable_v<F&, T&&, completion<U>>;
  static constexpr bool takes_parts = [] {
    if constexpr (detail::tuple_like<T> && !takes_whole && !takes_own)
      return []<std::size_t... I>(std::index_sequence<I...>) {
        return std::is_invocable_v<F&, const std::tuple_element_t<I, T>&..., completion<U>>;
      }
    (detail::elements_of<T>);
    else return false;
  }();
  static constexpr bool fits = takes_whole || takes_own || takes_parts;

  explicit completion_calls(F f) : f_(std::move(f)) {}

  template <class Item>
  pending start(Item&& item, const std::shared_ptr<call_port>& port, std::uint64_t call) {
    auto there = std::make_shared<detail::call_result<U>>();
    completion<U> done(there, port, call);
    if constexpr (takes_whole)
      std::invoke(f_, std::as_const(item), std::move(done));
    else if constexpr (!takes_own)
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        std::invoke(f_, detail::get_element<I>(item)..., std::move(done));
      }
    (detail::elements_of<T>);
    else if constexpr (std::is_lvalue_reference_v<Item>)
      std::invoke(f_, T(item), std::move(done));
    else std::invoke(f_, std::forward<Item>(item), std::move(done));
    return there;
  }
  static bool ready(const pending& there) { return there->ready(); }
  static result take(const pending& there) { return there->take(); }

 private:
  F f_;
};

} // namespace leat
