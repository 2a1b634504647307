// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/group_distinct.hpp>
#include <leat/positive.hpp>
#include <leat/spec.hpp>
#include <leat/timed_window_operator.hpp>

#include <functional>
#include <source_location>
#include <utility>

namespace leat {

template <class F>
struct timed_window_unique_recipe : distinct_key<F> {
  static constexpr const char* kind = "timed_window_unique";
  duration every;
  F key;
  keep which;
  budget capacity = default_capacity;

  timed_window_unique_recipe(duration every, F key, keep which)
    : every(every), key(std::move(key)), which(which) {}

  template <class T>
  [[nodiscard]] auto bind() && {
    return make_timed_window(every, group_distinct<F, group_all<T>>(std::move(key), which),
                             capacity);
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return make_timed_window(
      every, group_distinct<F, group_by_stream_key<K, T>>(std::move(key), which), capacity);
  }
};

/// Every `every`, counted from the start of the job, a vector of what came since, one item for each
/// key.
///
///     in                                             1 2 1     3               4  |
///     timed_window_unique(8s)
///     out                                                    [1,2]   [3]     []   [4]|
///     timed_window_unique(8s, identity, keep_last)
///     out                                                    [2,1]   [3]     []   [4]|
///
/// `key` gives an item's key; without it the item is the key. Of items with the same key in one
/// window `keep_first` drops the later ones; with `keep_last` the later one stands at its own
/// place, and the earlier one is dropped.
///
/// Emits as `timed_window` does: at the end of each window, empty vectors too; what is left at the
/// end, unless it is empty. Completes when the input does. State: the items of a window, within
/// `.capacity`. Time: processing. On a keyed stream: a `keyed<K, std::vector<T>>` for each key of
/// the stream that had items.
///
/// Throws `std::invalid_argument` if `every` is not positive. Origin: streamz timed_window_unique.
template <class F = std::identity>
[[nodiscard]] auto
timed_window_unique(duration every, F key = {}, keep which = keep_first,
                    std::source_location where = std::source_location::current()) {
  require_positive(every, "leat::timed_window_unique");
  return spec(timed_window_unique_recipe<F>(every, std::move(key), which), where);
}

} // namespace leat
