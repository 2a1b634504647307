// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/group_distinct.hpp>
#include <leat/partition.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <functional>
#include <source_location>
#include <utility>

namespace leat {

template <class F>
struct partition_unique_recipe : distinct_key<F> {
  static constexpr const char* kind = "partition_unique";
  F key;
  keep which;
  partition_shape shape;
  budget capacity = default_capacity;

  partition_unique_recipe(F key, keep which, partition_shape shape)
    : key(std::move(key)), which(which), shape(shape) {}

  template <class T>
  [[nodiscard]] auto bind() && {
    return shape.make(group_distinct<F, group_all<T>>(std::move(key), which), capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return shape.make(group_distinct<F, group_by_stream_key<K, T>>(std::move(key), which),
                      capacity);
  }
};

/// Vectors of `n` items with different keys.
///
///     in                                         1 2 1   3   2     |
///     partition_unique(3)
///     out                                                [1,2,3]   [2]|
///     partition_unique(3, identity, keep_last)
///     out                                                [2,1,3]   [2]|
///
/// `key` gives an item's key; without it the item is the key. Of items with the same key in one
/// vector `keep_first` drops the later ones; with `keep_last` the later one stands at its own
/// place, and the earlier one is dropped.
///
/// Emits a vector when it is full, what is left at the end. Completes when the input does. State:
/// the items of the vector that is not full, within `.capacity`; if that is reached, nothing can
/// move and the job fails with that reason. Time: none. On a keyed stream: for each key, giving
/// `keyed<K, std::vector<T>>`.
///
/// Throws `std::invalid_argument` if `n` is 0. Origin: streamz partition_unique.
template <class F = std::identity>
[[nodiscard]] auto
partition_unique(std::size_t n, F key = {}, keep which = keep_first,
                 std::source_location where = std::source_location::current()) {
  return spec(partition_unique_recipe<F>(std::move(key), which, partition_shape(n, {})), where);
}

} // namespace leat
