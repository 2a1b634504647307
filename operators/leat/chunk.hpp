// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/column.hpp>
#include <leat/copyable.hpp>
#include <leat/intrusive.hpp>
#include <leat/time.hpp>
#include <leat/weight.hpp>

#include <cstddef>
#include <type_traits>
#include <typeinfo>
#include <utility>

namespace leat {

/// What an edge counts its budget in.
enum class unit { bytes,
                  items };

/// Items that travel together, seen without their type.
class chunk_base : public counted {
 public:
  [[nodiscard]] virtual std::size_t size() const noexcept = 0;
  /// The weight in bytes of the items [begin, end), as it was when they entered.
  [[nodiscard]] virtual std::size_t bytes(std::size_t begin, std::size_t end) const noexcept = 0;
  [[nodiscard]] virtual const std::type_info& item_type() const noexcept = 0;
};

/// A column of values and, where the stream has event time, a column of timestamps. Whoever fills
/// it is its only owner; once it is shared nobody changes it.
template <class T>
class chunk final : public chunk_base {
 public:
  column<T> values;
  column<timestamp> times; // empty, or as long as `values`

  [[nodiscard]] std::size_t size() const noexcept override { return values.size(); }
  [[nodiscard]] const std::type_info& item_type() const noexcept override { return typeid(T); }
  [[nodiscard]] std::size_t bytes(std::size_t begin, std::size_t end) const noexcept override {
    if constexpr (has_fixed_weight<T>)
      return (end - begin) * sizeof(T);
    else
      return end == begin ? 0
                          : weight_up_to_[end - 1] - (begin == 0 ? 0 : weight_up_to_[begin - 1]);
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes(0, size()); }

  /// Weighs the item that was pushed last. To be called once for each, unless items have a fixed
  /// weight.
  void weigh_last(std::size_t weight) {
    weight_up_to_.emplace_back(weight + (weight_up_to_.empty() ? 0 : weight_up_to_.back()));
  }

 private:
  struct nothing {};
  [[no_unique_address]] std::conditional_t<has_fixed_weight<T>, nothing, column<std::size_t>>
    weight_up_to_;
};

/// A part of a chunk: what a packet carries and an operator is given. The operator moves `begin`
/// over what it has used.
struct chunk_slice {
  intrusive<chunk_base> items;
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
  [[nodiscard]] bool empty() const noexcept { return begin == end; }
  [[nodiscard]] std::size_t weight(unit in) const noexcept { return weight(in, begin, end); }
  [[nodiscard]] std::size_t weight(unit in, std::size_t from, std::size_t to) const noexcept {
    return in == unit::items ? to - from : items->bytes(from, to);
  }
  /// Requires that the chunk's items are of type T; the runtime checks that once, when edges are
  /// connected.
  template <class T>
  [[nodiscard]] chunk<T>& as() const noexcept {
    return static_cast<chunk<T>&>(*items);
  }
  /// Uses up the first item: it is moved out of a chunk that nobody shares, else copied.
  template <class T>
  [[nodiscard]] T take() {
    T& first = as<T>().values[begin++];
    if constexpr (copyable_item<T>)
      if (std::is_trivially_copyable_v<T> || !items->unique())
        return std::as_const(first);
    return std::move(first); // what cannot be copied is never shared
  }
};

} // namespace leat
