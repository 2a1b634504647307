// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/refused.hpp>
#include <leat/shape.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

/// Gives what a function gives, until that is nothing: the head of a run.
template <class F>
struct generator_source {
  static constexpr bool is_source = true;
  using output = typename std::invoke_result_t<F&>::value_type;
  F f;

  /// Pushes up to n items; false if there are no more.
  template <class Next>
  bool give(std::size_t n, Next& next) {
    for (; n > 0 && !next.halted(); --n) {
      auto made = next.attempt([&] { return f(); });
      if (!made)
        return true;
      if (!*made)
        return false;
      next.push(std::move(**made));
    }
    return true;
  }
};

template <class F>
struct generator_recipe {
  static constexpr const char* kind = "from_generator";
  using source = generator_source<F>;
  F f;
  [[nodiscard]] auto bind() && { return source{std::move(f)}; }
};

/// What `f()` gives, a `std::optional<T>`, until it is empty. `f` is not asked again then, and
/// never while there is no room for an item.
///
///     f          1   2   3   nothing
///     out        1   2   3   |
///
/// If `f` throws, the job fails, or `f` is called again with `.on_error(retry(n))`. One that waits
/// belongs on a thread of its own: `.blocking()`.
///
/// Emits each item. Completes when `f` gives nothing. State: that of `f`. Time: none.
template <class F>
[[nodiscard]] auto from_generator(F f,
                                  std::source_location where = std::source_location::current()) {
  constexpr bool gives = detail::optional_like<std::decay_t<std::invoke_result_t<F&>>>;
  static_assert(gives,
                "leat::from_generator: the function must give a std::optional, empty at the end");
  if constexpr (gives)
    return spec(generator_recipe<F>{std::move(f)}, where);
  else
    return refused{};
}

} // namespace leat
