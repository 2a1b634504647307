// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/hash.hpp>
#include <leat/key_function.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <functional>
#include <limits>
#include <list>
#include <source_location>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace leat {

/// Keys that were seen, at most so many: the least recently seen is forgotten.
template <class K>
class seen_keys {
 public:
  static constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

  /// Sees a key; true if it was not known.
  bool see(K key, std::size_t most) {
    const auto [at, fresh] = known_.try_emplace(std::move(key));
    if (most == all)
      return fresh;
    if (fresh)
      at->second = by_age_.insert(by_age_.end(), &at->first);
    else
      by_age_.splice(by_age_.end(), by_age_, at->second);
    if (by_age_.size() > most) {
      known_.erase(known_.find(*by_age_.front()));
      by_age_.pop_front();
    }
    return fresh;
  }

 private:
  using ages = std::list<const K*>; // the least recently seen first
  std::unordered_map<K, typename ages::iterator, key_hash> known_;
  ages by_age_;
};

template <class F, class T>
struct unique_step {
  using input = T;
  using output = T;
  using key = key_given_by<F, T>;
  using state = seen_keys<key>;
  static constexpr const char* dropped_because = "unique";
  F f;
  std::size_t history;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    const auto fresh = next.attempt(item, [&] { return s.see(key_of<T>(f, item), history); });
    if (fresh && *fresh)
      next.push(std::forward<In>(item));
  }
};

template <class F>
struct unique_recipe {
  static constexpr const char* kind = "unique";
  static constexpr bool passes_items = true;
  F f;
  std::size_t history;

  template <class T>
  static constexpr key_fault fault = fault_of_key<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != key_fault::not_callable,
                  "leat::unique: the key function can't be called with the stream's item, nor "
                  "with its parts (items come as const T&)");
    static_assert(fault<T> != key_fault::not_hashable,
                  "leat::unique: a key must be copyable, have == and a std::hash");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return unique_step<F, T>{std::move(f), history};
  }
};

/// Drops an item whose key was seen before; on a keyed stream, seen with the same key of the
/// stream.
///
///     in         1   2   1   3   2
///     unique
///     out        1   2       3
///
/// `f` gives an item's key; without it the item is the key. `history` is the number of keys that
/// are remembered: one more, and the least recently seen is forgotten. A suppressed repeat counts
/// as seen. A history of 0 throws `std::invalid_argument`.
///
/// Emits an item as it came, or nothing; in order. Completes when the input does. State: `history`
/// keys, unbounded by default. Time: none. Origin: streamz unique.
template <class F = std::identity>
[[nodiscard]] auto unique(F f = {}, std::size_t history = std::numeric_limits<std::size_t>::max(),
                          std::source_location where = std::source_location::current()) {
  if (history == 0)
    throw std::invalid_argument(
      "leat::unique: with a history of 0 every item would pass; it must be at least 1");
  return spec(unique_recipe<F>{std::move(f), history}, where);
}

} // namespace leat
