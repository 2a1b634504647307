// SPDX-License-Identifier: BSD-3-Clause
// Operators that take a second stream as an argument: `stream | collect(trigger)`.
#pragma once

#include <leat/collect.hpp>
#include <leat/combine.hpp>
#include <leat/made_by.hpp>
#include <leat/positive.hpp>
#include <leat/timeout.hpp>

#include <concepts>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

namespace detail {

/// What such a recipe gives for the stream that it is piped behind.
template <class Maker, template <class> class Result>
struct with_second {
  const char* kind;
  Maker maker;
  stream_base second;

  template <class Left>
  auto attach(Left&& left, operator_options options) && {
    const auto made = combined(kind, std::move(maker), options.where, left, second);
    made.last_step().options = std::move(options);
    return handle<Result<Left>, no_tail>(made.owner(), made.position());
  }
};

template <stream_like S>
stream_base as_second(const S& s) {
  end_left(s);
  return static_cast<const stream_base&>(s);
}

template <class Left>
using vectors_of = stream<std::vector<typename std::remove_cvref_t<Left>::item_type>>;

} // namespace detail

struct triggered_collect_recipe {
  static constexpr const char* kind = "collect";
  static constexpr bool sees_keys = true;
  detail::stream_base trigger;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto result() && {
    auto maker = make_with<std::vector<T>>(
      [most = capacity] { return std::make_unique<collect_operator<T>>(most); });
    return detail::with_second<decltype(maker), detail::vectors_of>{kind, std::move(maker),
                                                                    trigger};
  }
};

/// What came since the last time, whenever `trigger` has an item.
///
///     in                 1 2     3           4   |
///     trigger                x       y   z         |
///     collect(trigger)
///     out                    [1,2]   [3] []        [4]|
///
/// Emits a vector for each item of the trigger, empty ones too. Completes when both inputs have;
/// what is left then goes out, unless it is empty. State: the items, within `.capacity`: then no
/// more are taken until the trigger speaks, and if it has ended, nothing can move and the job fails
/// with that reason. Time: none. On a keyed stream: all keys together, giving vectors of
/// `keyed<K, T>`. Origin: streamz collect.
template <stream_like S>
[[nodiscard]] auto collect(S&& trigger,
                           std::source_location where = std::source_location::current()) {
  return spec(triggered_collect_recipe{detail::as_second(trigger)}, where);
}

template <class U>
struct fallback_recipe {
  static constexpr const char* kind = "timeout";
  static constexpr bool sees_keys = true;
  duration longest;
  detail::stream_base fallback;

  template <class T>
  static constexpr bool fault = !std::same_as<T, U>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>, "leat::timeout: the fallback has another item type than the stream; "
                             "map one of them to the type of the other");
  }
  template <class T>
  [[nodiscard]] auto result() && {
    auto maker =
      make_with<T>([d = longest] { return std::make_unique<fallback_operator>(d); });
    return detail::with_second<decltype(maker), detail::plain_stream_of>{kind, std::move(maker),
                                                                         fallback};
  }
};

/// Switches to another stream when nothing came for `longest`, counted from the start of the job or
/// the last item.
///
///     in                      1  2       3     |
///     fallback                8 9           0|
///     timeout(4s, fallback)
///     out                     1  2   8&9    0|
///
/// Emits each item in order, then, once nothing came for so long, those of the fallback alone: the
/// stream is cancelled. Until then the fallback waits on its edge, within its budget. Completes
/// when the input does, or the fallback after the switch. State: a time. Time: processing.
///
/// Throws `std::invalid_argument` if `longest` is not positive. Origin: Rx timeout.
template <stream_like S>
[[nodiscard]] auto timeout(duration longest, S&& fallback,
                           std::source_location where = std::source_location::current()) {
  require_positive(longest, "leat::timeout");
  using U = typename std::remove_cvref_t<S>::item_type;
  return spec(fallback_recipe<U>{longest, detail::as_second(fallback)}, where);
}

} // namespace leat
