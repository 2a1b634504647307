// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/async_calls.hpp>
#include <leat/async_operator.hpp>
#include <leat/copyable.hpp>
#include <leat/made_by.hpp>
#include <leat/spec.hpp>
#include <leat/travel.hpp>

#include <concepts>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

struct of_future {};

template <class U, class F, class T>
struct calls_of {
  using type = completion_calls<F, T, U>;
};
template <class F, class T>
struct calls_of<of_future, F, T> {
  using type = future_calls<F, T>;
};

void require_sound(const map_async_options& options);
[[noreturn]] void refuse_retry_of_uncopyable();

} // namespace detail

template <class U, class F>
struct map_async_recipe {
  static constexpr const char* kind = "map_async";
  F f;
  map_async_options options;
  bool keeps_items = false; // for further attempts, or a dead letter

  /// The operator itself makes the further attempts of `.on_error(retry(n))`, since calls fail in
  /// any order.
  void adopt(error_policy& policy) {
    if (policy.retries > 0)
      options.retry.policy = policy;
    else if (policy.last == error_policy::action::fail)
      policy.last = options.retry.policy.last;
    policy.retries = 0;
    keeps_items =
      options.retry.policy.retries > 0 || policy.last == error_policy::action::dead_letter;
  }

  enum class wrong { nothing,
                     no_future,
                     not_callable,
                     no_item,
                     view };
  template <class T>
  static consteval wrong find_fault() {
    if constexpr (std::same_as<U, detail::of_future>) {
      if constexpr (!takes_item<F, T>)
        return wrong::not_callable;
      else if constexpr (!is_future<std::decay_t<result_of_item<F, T>>>)
        return wrong::no_future;
      else if constexpr (is_view<typename future_calls<F, T>::result>)
        return wrong::view;
      else
        return item<typename future_calls<F, T>::result> ? wrong::nothing : wrong::no_item;
    } else if constexpr (!item<U>)
      return wrong::no_item;
    else if constexpr (is_view<U>)
      return wrong::view;
    else
      return completion_calls<F, T, U>::fits ? wrong::nothing : wrong::not_callable;
  }
  template <class T>
  static constexpr wrong fault = find_fault<T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::no_future,
                  "leat::map_async: the function must give a std::future, or be written "
                  "map_async<Result>(f) with f(item, "
                  "leat::completion<Result>)");
    static_assert(fault<T> != wrong::not_callable,
                  "leat::map_async: the function can't be called with the stream's item, nor with "
                  "its parts (map_async<Result>: "
                  "and a leat::completion<Result> behind them)");
    static_assert(fault<T> != wrong::no_item,
                  "leat::map_async: the result can't travel (void, a reference or an immovable "
                  "type)");
    static_assert(
      fault<T> != wrong::view,
      "leat::map_async: the result is a view (string_view, span, reference_wrapper); give "
      "an owner such as std::string");
  }

  template <class T>
  [[nodiscard]] auto bind() && {
    using result = typename detail::calls_of<U, F, T>::type::result;
    return std::move(*this).template make<T, T, result>();
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    using result = typename detail::calls_of<U, F, T>::type::result;
    return std::move(*this).template make<keyed<K, T>, T, keyed<K, result>>();
  }

 private:
  template <class In, class T, class Out>
  auto make() && {
    using calls = typename detail::calls_of<U, F, T>::type;
    if constexpr (calls::takes_own && !copyable_item<T>)
      if (keeps_items)
        detail::refuse_retry_of_uncopyable();
    return make_with<Out, T>([r = std::move(*this)]() mutable {
      return std::make_unique<async_operator<In, T, calls>>(calls(std::move(r.f)), r.options,
                                                            r.keeps_items);
    });
  }
};

/// Starts a call for each item and gives its result when it is there; up to `in_flight` calls at
/// once.
///
///     in                                   1   2   3|
///     done                                       2   1   3
///     map_async(f)
///     out                                            1&2 3|
///     map_async(f, {.order = unordered})
///     out                                        2   1   3|
///     map_async(f, {.order = latest})
///     out                                        2       3|
///
/// f gives a `std::future`; or, as `map_async<U>(f)`, it takes the item (or its parts) and a
/// `completion<U>` that it calls later, from any thread. It must not wait itself (see
/// `.blocking()`), and what it keeps of the item it must copy. A completion's result is seen at
/// once, a future's up to a millisecond late. A `std::future<void>` gives `std::monostate`.
///
/// Emits one result for each item; ordered, or as they come. With `latest` a new item abandons the
/// call of the one before it, whatever its key: that item is dropped (reason: "newer item"), and
/// `in_flight` plays no part. Completes when the input has and the last call has ended; when nobody
/// wants more, at once. State: `in_flight` items; when so many are under way the input waits. Calls
/// can't be saved: saving throws `std::logic_error` unless all results have gone out. Time: none,
/// or processing with a timeout or a retry. On a keyed stream it gives `keyed<K, U>`.
///
/// A call fails if f throws, the future or completion holds an exception, the completion is dropped
/// without a call, or the timeout passes. After `retry`, which waits as its backoff and jitter say,
/// it is for `.on_error`: by default the job fails.
///
/// A call that timed out or was abandoned, or whose node has ended, no longer counts as under way,
/// though the function that was called may still run; what it brings later is ignored.
///
/// Throws `std::invalid_argument` if `in_flight` is 0 or the timeout negative. Origin: Pekko
/// mapAsync, Flink async I/O.
template <class U = detail::of_future, class F>
[[nodiscard]] auto map_async(F f, map_async_options options = {},
                             std::source_location where = std::source_location::current()) {
  detail::require_sound(options);
  return spec(map_async_recipe<U, F>{std::move(f), options}, where);
}

} // namespace leat
