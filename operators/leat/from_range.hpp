// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/callable.hpp>
#include <leat/copyable.hpp>
#include <leat/spec.hpp>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace leat {

/// Gives the members of a range: the head of a run. Iterators begin with the first slice, in the
/// range's final place.
template <class Range>
struct range_source {
  static constexpr bool is_source = true;
  using iterator = decltype(std::begin(std::declval<Range&>()));
  using sentinel = decltype(std::end(std::declval<Range&>()));
  using output = std::iter_value_t<iterator>;
  static constexpr bool counted =
    std::random_access_iterator<iterator> && std::sized_sentinel_for<sentinel, iterator>;

  explicit range_source(Range r) : range_(std::make_unique<Range>(std::move(r))) {}
  range_source(const range_source& other) requires copyable_item<output>
    : range_source(*other.range_) {}
  range_source(range_source&&) = default;

  /// Pushes up to n members; false if that was all.
  template <class Next>
  bool give(std::size_t n, Next& next) {
    if (!at_)
      at_.emplace(std::begin(*range_));
    const auto end = std::end(*range_);
    iterator at = std::move(*at_);
    if constexpr (counted) {
      const auto left = static_cast<std::size_t>(end - at);
      const std::size_t most = std::min(n, left);
      using step = std::iter_difference_t<iterator>;
      std::size_t i = 0;
      for (; i < most && !next.halted(); ++i)
        next.push(member(at[static_cast<step>(i)]));
      at += static_cast<step>(i);
      given_ += i;
    } else {
      for (; n > 0 && at != end && !next.halted(); --n, ++at, ++given_)
        next.push(member(*at));
    }
    at_.emplace(std::move(at));
    return *at_ != end;
  }

  void save(byte_writer& out) const { out.write(given_); }
  void load(byte_reader& in) {
    at_.emplace(std::begin(*range_));
    const auto end = std::end(*range_);
    for (const auto before = in.read<std::uint64_t>(); given_ < before && *at_ != end; ++given_)
      ++*at_;
  }

 private:
  /// Its members are its own, and those of what it borrows are not: a constant one shows that.
  static constexpr bool owns = requires(const Range& r) {
    { *std::begin(r) } -> std::same_as<const output&>;
  };
  /// What cannot be copied is moved out.
  static output member(auto&& m) {
    if constexpr (owns && !copyable_item<output>)
      return output(std::move(m));
    else
      return output(std::forward<decltype(m)>(m));
  }

  std::unique_ptr<Range> range_;
  std::optional<iterator> at_;
  std::uint64_t given_ = 0;
};

template <class Range>
struct range_recipe {
  static constexpr const char* kind = "from_range";
  using source = range_source<Range>;
  Range range;
  [[nodiscard]] auto bind() && { return source(std::move(range)); }
};

template <class T>
struct borrowed_range {
  T* range;
  auto begin() const { return std::begin(*range); }
  auto end() const { return std::end(*range); }
};

/// The members of a range, in order. Containers are copied in, rvalues moved; views and
/// `std::ref(v)` borrow: what they refer to must outlive the job. Members
/// that cannot be copied are moved out of a container; they cannot be borrowed.
///
///     from_range([1, 2, 3])
///     out                     1&2&3|
///
/// Emits the members. Completes behind the last one. State: the position. Time: none.
template <class Range>
[[nodiscard]] auto from_range(Range&& range,
                              std::source_location where = std::source_location::current()) {
  return spec(range_recipe<std::decay_t<Range>>{std::forward<Range>(range)}, where);
}
template <class Range>
[[nodiscard]] auto from_range(std::reference_wrapper<Range> range,
                              std::source_location where = std::source_location::current()) {
  return spec(range_recipe<borrowed_range<Range>>{{&range.get()}}, where);
}

} // namespace leat
