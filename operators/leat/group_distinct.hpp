// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/grouping.hpp>
#include <leat/key_function.hpp>
#include <leat/per_key.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

/// Which of several items with the same key stays.
enum class keep { first,
                  last };
inline constexpr keep keep_first = keep::first; ///< the first one, at its place
inline constexpr keep keep_last = keep::last;   ///< the last one, at its own place

/// An item that is to be told from others by its key.
template <class K, class T>
struct told_apart {
  K key;
  T item;
  keep which;
};

/// Items of different keys.
template <class K, class T>
struct distinct_batch {
  struct entry {
    T item;
    std::size_t weight;
  };
  std::map<std::uint64_t, entry> items{}; // in order
  key_table<K, std::uint64_t> place_of{};
  std::uint64_t next_place = 0;
  std::size_t weight = 0;

  [[nodiscard]] std::size_t size() const { return items.size(); }
  void add(told_apart<K, T> next, std::size_t its_weight) {
    const auto [known, fresh] = place_of.try_emplace(std::move(next.key), next_place);
    if (!fresh && next.which == keep_first)
      return;
    if (!fresh) {
      const auto old = items.find(known->second);
      weight -= old->second.weight;
      items.erase(old);
      known->second = next_place;
    }
    items.emplace_hint(items.end(), next_place++, entry{std::move(next.item), its_weight});
    weight += its_weight;
  }
  [[nodiscard]] std::vector<T> take() {
    std::vector<T> all;
    all.reserve(items.size());
    for (auto& [place, its] : items)
      all.push_back(std::move(its.item));
    return all;
  }
};

/// Groups as `Base` makes them, of items for which `f` gives different keys.
template <class F, class Base>
struct group_distinct : Base {
  using typename Base::input;
  using typename Base::value;
  using member_key = key_given_by<F, value>;
  using batch = distinct_batch<member_key, value>;
  static constexpr const char* dropped_because = "unique";
  F f;
  keep which;
  std::optional<member_key> next{}; // of the item that was looked at last

  group_distinct(F f, keep which) : f(std::move(f)), which(which) {}

  decltype(auto) key_of(const input& x) {
    if constexpr (is_same_item)
      next.emplace(leat::key_of<value>(f, x));
    else
      next.emplace(leat::key_of<value>(f, x.value));
    return Base::key_of(x);
  }
  told_apart<member_key, value> take(chunk_slice& in) {
    return {std::move(*next), Base::take(in), which};
  }

 private:
  static constexpr bool is_same_item = std::is_same_v<input, value>;
};

/// Part of the recipes of operators that tell items apart by `f(item)`.
template <class F>
struct distinct_key {
  template <class T>
  static constexpr key_fault fault = fault_of_key<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != key_fault::not_callable,
                  "leat::partition_unique/timed_window_unique: the key function can't be called "
                  "with the stream's item, nor with its parts (items come as const T&)");
    static_assert(fault<T> != key_fault::not_hashable,
                  "leat::partition_unique/timed_window_unique: a key must be copyable, have == and "
                  "a std::hash");
    static_assert(fault<T> != key_fault::view,
                  "leat::partition_unique/timed_window_unique: the key is a view (string_view, "
                  "span, reference_wrapper) of an item that is gone by then; give an owner such as "
                  "std::string");
  }
};

} // namespace leat
