// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/capacity.hpp>
#include <leat/chunk.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace leat {

/// The items of one group until they go out as a vector: all of them.
template <class T>
struct plain_batch {
  std::vector<T> items{};
  std::size_t weight = 0;

  [[nodiscard]] std::size_t size() const { return items.size(); }
  void add(T item, std::size_t its_weight) {
    items.push_back(std::move(item));
    weight += its_weight;
  }
  [[nodiscard]] std::vector<T> take() { return std::move(items); }
};

/// Puts the first item of `in` into the batch of its group, as `by` takes it. False: the batch has
/// no more items than before, since one of them was dropped.
template <class Grouping>
bool gather(Grouping& by, chunk_slice& in, typename Grouping::batch& into, held_weight& held) {
  const std::size_t before = into.size();
  const std::size_t weight = held.weight(in, in.begin);
  held.remove(into.weight);
  into.add(by.take(in), weight);
  held.add(into.weight);
  return into.size() > before;
}

} // namespace leat
