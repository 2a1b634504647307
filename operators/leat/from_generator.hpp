// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/callable.hpp>
#include <leat/refused.hpp>
#include <leat/shape.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

/// A function object that knows where it stands.
template <class F>
concept saves_itself = requires(F& f, byte_writer& out, byte_reader& in) {
  std::as_const(f).save(out);
  f.load(in);
};

/// Gives what a function gives, until that is nothing: the head of a run.
template <class F>
struct generator_source {
  static constexpr bool is_source = true;
  using output = typename std::invoke_result_t<F&>::value_type;
  F f;
  std::uint64_t given = 0;

  /// Pushes up to n items; false if there are no more.
  template <class Next>
  bool give(std::size_t n, Next& next) {
    for (; n > 0 && !next.halted(); --n) {
      auto made = next.attempt([&] { return f(); });
      if (!made)
        return true;
      if (!*made)
        return false;
      ++given;
      next.push(std::move(**made));
    }
    return true;
  }

  void save(byte_writer& out) const {
    if constexpr (saves_itself<F>)
      f.save(out);
    else
      out.write(given);
  }
  void load(byte_reader& in) {
    if constexpr (saves_itself<F>)
      f.load(in);
    else
      for (const auto before = in.read<std::uint64_t>(); given < before && f(); ++given) {
      }
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
///     from_generator(1, 2, 3, nothing)
///     out                                1&2&3|
///
/// If `f` throws, the job fails, or `f` is called again with `.on_error(retry(n))`. One that waits
/// belongs on a thread of its own: `.blocking()`.
///
/// Emits each item. Completes when `f` gives nothing. State: that of `f`, saved by its members
/// `save(byte_writer&) const` and `load(byte_reader&)`; without them the number of items given is
/// saved, and on loading `f` is called as often. Time: none.
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
