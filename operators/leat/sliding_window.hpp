// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <cstddef>
#include <source_location>
#include <utility>
#include <vector>

namespace leat {

template <class T>
struct sliding_window_step {
  using input = T;
  using output = std::vector<T>;
  using state = std::vector<T>; // it goes out as it is
  std::size_t n;
  bool partial;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if (s.size() == n)
      s.erase(s.begin());
    s.push_back(std::forward<In>(item));
    if (partial || s.size() == n)
      next.push(std::as_const(s));
  }
};

struct sliding_window_recipe {
  static constexpr const char* kind = "sliding_window";
  std::size_t n;
  bool partial;

  template <class T>
  static constexpr bool fault = !std::copy_constructible<T>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>, "leat::sliding_window: an item goes out with several windows, so it "
                             "must be copyable; map it to a std::shared_ptr first");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return sliding_window_step<T>{n, partial};
  }
};

/// The last up to `n` items, at each item; with `partial = false` only when they are `n`.
///
///     in                         1     2     3|
///     sliding_window(2)
///     out                        [1]   [1,2] [2,3]|
///     sliding_window(2, false)
///     out                              [1,2] [2,3]|
///
/// Emits a `std::vector<T>` of copies for each item, in order; without `partial` for each but the
/// first n - 1. Nothing is left at the end. Completes when the input does. State: the last n items.
/// Time: none. On a keyed stream: the last of each key, giving `keyed<K, std::vector<T>>`.
///
/// Throws `std::invalid_argument` if `n` is 0. Origin: streamz sliding_window.
[[nodiscard]] spec<sliding_window_recipe>
sliding_window(std::size_t n, bool partial = true,
               std::source_location where = std::source_location::current());

} // namespace leat
