// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/shape.hpp>
#include <leat/step.hpp>

#include <iterator>
#include <optional>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class R>
concept poured_members = requires(R& r) {
  { std::begin(r) != std::end(r) } -> std::convertible_to<bool>;
  ++std::declval<decltype(std::begin(r))&>();
  typename std::iter_value_t<decltype(std::begin(r))>;
};

template <class R>
struct member_of {};
template <class T>
struct member_of<std::optional<T>> {
  using type = T;
};
template <poured_members R>
struct member_of<R> {
  using type = std::iter_value_t<decltype(std::begin(std::declval<R&>()))>;
};

} // namespace detail

/// A range or an optional: what flat_map and flatten take apart.
template <class R>
concept has_members = requires {
  typename detail::member_of<R>::type;
};

/// What a range or an optional gives.
template <has_members R>
using range_member = typename detail::member_of<R>::type;

/// A range of its own that gives its members one by one, at last nothing. They are moved out,
/// unless the range is a view.
template <class R>
class poured_range {
 public:
  using member = range_member<R>;

  poured_range() = default;
  /// Iterators would not follow a move, so only what is empty can be moved.
  poured_range(poured_range&&) noexcept {}
  poured_range& operator=(poured_range&&) = delete;
  ~poured_range() = default;

  template <class From>
  void fill(From&& range) {
    range_.emplace(std::forward<From>(range));
  }
  void clear() {
    at_.reset();
    range_.reset();
  }
  [[nodiscard]] bool empty() const { return !range_; }

  std::optional<member> next() {
    if (at_)
      ++*at_;
    else
      at_.emplace(std::begin(*range_));
    if (!(*at_ != std::end(*range_)))
      return std::nullopt;
    if constexpr (detail::is_view<R>)
      return std::optional<member>(**at_);
    else
      return std::optional<member>(std::move(**at_));
  }

 private:
  std::optional<R> range_;
  std::optional<decltype(std::begin(std::declval<R&>()))> at_;
};

template <class T>
class poured_range<std::optional<T>> {
 public:
  using member = T;

  template <class From>
  void fill(From&& range) {
    value_ = std::forward<From>(range);
  }
  void clear() { value_.reset(); }
  [[nodiscard]] bool empty() const { return !value_; }
  std::optional<T> next() { return std::exchange(value_, std::nullopt); }

 private:
  std::optional<T> value_;
};

/// What flat_map and flatten have in common: the members of the range in their state go out one by
/// one.
template <class In, class Range>
struct pouring_step {
  using input = In;
  using output = range_member<Range>;
  using state = poured_range<Range>;

  [[nodiscard]] static state initial() { return {}; }

  template <class Next>
  bool pour(state& s, Next& next) {
    if (s.empty())
      return false;
    auto member = next.attempt([&] { return s.next(); });
    if (!member || !*member) {
      s.clear();
      return false;
    }
    next.push(std::move(**member));
    return true;
  }
};

} // namespace leat
