// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/shape.hpp>
#include <leat/step.hpp>

#include <cstddef>
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

/// A range of its own that gives its members bit by bit. They are moved out, unless the range is a
/// view.
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

  /// Pushes up to `at_most` members. False: there are no more.
  template <class Next>
  bool give(std::size_t at_most, Next& next) {
    for (std::size_t given = 0; given < at_most && !next.full(); ++given) {
      if (at_)
        ++*at_;
      else
        at_.emplace(std::begin(*range_));
      if (!(*at_ != std::end(*range_)))
        return false;
      if constexpr (detail::is_view<R>)
        next.push(member(**at_));
      else
        next.push(member(std::move(**at_)));
    }
    return true;
  }

 private:
  std::optional<R> range_;
  std::optional<decltype(std::begin(std::declval<R&>()))> at_;
};

/// What flat_map and flatten have in common: the range stays in their state until all of its
/// members are out.
template <class In, class Range>
struct members_step {
  using input = In;
  using output = range_member<Range>;
  using state = poured_range<Range>;

  [[nodiscard]] static state initial() { return {}; }

  template <class Make, class Next>
  void take(state& s, const In& item, Make make, Next& next) {
    next.attempt(item, [&] { s.fill(make()); });
  }

  template <class Next>
  bool pour(state& s, std::size_t at_most, Next& next) {
    if (s.empty())
      return false;
    const auto more = next.attempt([&] { return s.give(at_most, next); });
    if (more && *more)
      return true;
    s.clear();
    return false;
  }
};
/// An optional's only member goes out at once.
template <class In, class T>
struct members_step<In, std::optional<T>> : stateless_step<In, T> {
  template <class Make, class Next>
  void take(stateless&, const In& item, Make make, Next& next) {
    if (auto made = next.attempt(item, make); made && *made)
      next.push(std::move(**made));
  }
};

} // namespace leat
