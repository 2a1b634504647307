// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/grouping.hpp>
#include <leat/key_function.hpp>
#include <leat/made_by.hpp>
#include <leat/partition_operator.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

struct partition_options {
  duration timeout = duration::zero(); ///< a vector goes out this long after its first item, full
                                       ///< or not; zero: only full
};

/// Size and options of a partition. Throws `std::invalid_argument` for what makes no sense.
struct partition_shape {
  std::size_t n;
  duration timeout;
  partition_shape(std::size_t n, const partition_options& options);

  template <class Grouping>
  [[nodiscard]] auto make(Grouping grouping, budget capacity) const {
    return make_with<typename Grouping::output, typename Grouping::input>(
      [shape = *this, grouping = std::move(grouping), capacity]() mutable {
        return std::make_unique<partition_operator<Grouping>>(std::move(grouping), shape.n,
                                                              shape.timeout, capacity);
      });
  }
};

struct partition_recipe {
  static constexpr const char* kind = "partition";
  partition_shape shape;
  budget capacity = default_capacity;

  template <class T>
  [[nodiscard]] auto bind() && {
    return shape.make(group_all<T>{}, capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return shape.make(group_by_stream_key<K, T>{}, capacity);
  }
};

template <class F>
struct partition_by_recipe {
  static constexpr const char* kind = "partition";
  F key;
  partition_shape shape;
  budget capacity = default_capacity;

  template <class T>
  static constexpr key_fault fault = fault_of_key<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != key_fault::not_callable,
                  "leat::partition: the key function can't be called with the stream's item, nor "
                  "with its parts (items come as const T&)");
    static_assert(fault<T> != key_fault::not_hashable,
                  "leat::partition: the key needs ==, a copy and a std::hash, or to be made of "
                  "such that have them");
    static_assert(fault<T> != key_fault::view,
                  "leat::partition: the key is a view (string_view, span, reference_wrapper) of an "
                  "item that is gone by then; give an owner such as std::string");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return shape.make(group_by_function<F, T>{std::move(key)}, capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    static_assert(
      !std::is_same_v<K, K>,
      "leat::partition: the stream has a key already, so take the key function away, or "
      "write values() before it");
    return std::move(*this).template bind<keyed<K, T>>();
  }
};

/// Vectors of `n` items.
///
///     in                              1 2 3   4 5         6     |
///     partition(2)
///     out                               [1,2] [3,4]       [5,6] |
///     partition(3, {.timeout = 8s})
///     out                                 [1,2,3]     [4,5]     [6]|
///
/// Emits a vector when it is full, or `timeout` after its first item; what is left at the end, in
/// the order in which the vectors began. Completes when the input does. State: the items of the
/// vectors that are not full, within `.capacity`; if that is reached without a timeout, nothing can
/// move and the job fails with that reason. Time: none, or processing with a timeout. On a keyed
/// stream: for each key, giving `keyed<K, std::vector<T>>`.
///
/// Throws `std::invalid_argument` if `n` is 0 or the timeout negative. Origin: streamz partition,
/// Pekko groupedWithin.
[[nodiscard]] spec<partition_recipe>
partition(std::size_t n, partition_options options = {},
          std::source_location where = std::source_location::current());

/// The same for each key, which is what `key(item)` gives; the vectors do not tell it.
template <class F>
[[nodiscard]] auto partition(std::size_t n, F key, partition_options options = {},
                             std::source_location where = std::source_location::current()) {
  return spec(partition_by_recipe<F>{std::move(key), partition_shape(n, options)}, where);
}

} // namespace leat
