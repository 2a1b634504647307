// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/key_function.hpp>
#include <leat/seen_keys.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <functional>
#include <source_location>
#include <stdexcept>
#include <utility>

namespace leat {

template <class F, class T>
struct unique_step {
  using input = T;
  using output = T;
  using key = key_given_by<F, T>;
  using state = seen_keys<key>;
  static constexpr const char* dropped_because = "unique";
  F f;
  key_memory memory;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    const timestamp now = memory.expires() ? next.context().now() : timestamp();
    const auto fresh = next.attempt(item, [&] { return s.see(key_of<T>(f, item), memory, now); });
    if (fresh && *fresh)
      next.push(std::forward<In>(item));
  }
};

template <class F>
struct unique_recipe {
  static constexpr const char* kind = "unique";
  static constexpr bool passes_items = true;
  F f;
  key_memory memory;

  void expire_after(duration d) { memory.at_most = d; }
  [[nodiscard]] bool unbounded() const { return !memory.forgets(); }

  template <class T>
  static constexpr key_fault fault = fault_of_key<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != key_fault::not_callable,
                  "leat::unique: the key function can't be called with the stream's item, nor "
                  "with its parts (items come as const T&)");
    static_assert(fault<T> != key_fault::not_hashable,
                  "leat::unique: a key must be copyable, have == and a std::hash");
    static_assert(fault<T> != key_fault::view,
                  "leat::unique: the key is a view (string_view, span, "
                  "reference_wrapper) of an item that is gone by then; give an owner such as "
                  "std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return unique_step<F, T>{std::move(f), memory};
  }
};

/// Drops an item whose key was seen before; on a keyed stream, seen with the same key of the
/// stream.
///
///     in       1   2   1   3   2|
///     unique
///     out      1   2       3   |
///
/// `f` gives an item's key; without it the item is the key. `history` is the number of keys that
/// are remembered: one more, and the least recently seen is forgotten. A suppressed repeat counts
/// as seen. `.expire_after(d)` forgets a key d after it was seen last.
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: `history`
/// keys, or those of the time `d` before the last item; unbounded by default. On a keyed stream so
/// many for each key. Time: processing, with `.expire_after`. A history of 0 and a `d` that is not
/// positive throw `std::invalid_argument`. Origin: streamz unique.
template <class F = std::identity>
[[nodiscard]] auto unique(F f = {}, std::size_t history = key_memory::all,
                          std::source_location where = std::source_location::current()) {
  if (history == 0)
    throw std::invalid_argument(
      "leat::unique: with a history of 0 every item would pass; it must be at least 1");
  return spec(unique_recipe<F>{std::move(f), {.most = history}}, where);
}

} // namespace leat
