// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/reflect.hpp>

#include <concepts>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

/// How weights, codecs and hashes tell the kinds of standard types apart: by their members, so that
/// no container's header is needed.
namespace leat::detail {

/// A class made from a template of types, as all containers of the standard are.
template <class T>
inline constexpr bool is_made_from_types = false;
template <template <class...> class Template, class... Ts>
inline constexpr bool is_made_from_types<Template<Ts...>> = true;

template <class T, template <class...> class Template>
inline constexpr bool is_made_from = false;
template <template <class...> class Template, class... Ts>
inline constexpr bool is_made_from<Template<Ts...>, Template> = true;

template <class T>
concept optional_like = is_made_from<T, std::optional>;

template <class T>
concept variant_like = is_made_from<T, std::variant>;

/// pair, tuple, and what offers the same protocol. std::array is a fixed_array instead.
template <class T>
concept tuple_like = has_tuple_protocol<T> && !requires {
  typename T::value_type;
  typename T::iterator;
};

template <tuple_like T>
inline constexpr auto elements_of = std::make_index_sequence<std::tuple_size_v<T>>{};

template <std::size_t I, class T>
using element = std::remove_const_t<std::tuple_element_t<I, T>>;

template <std::size_t I, tuple_like T>
constexpr const auto& get_element(const T& x) {
  using std::get;
  return get<I>(x);
}

/// std::string_view, std::span, the views of <ranges>, std::initializer_list: what they show is not
/// theirs.
template <class T>
inline constexpr bool is_view =
  std::ranges::enable_borrowed_range<T> || std::ranges::enable_view<T>;
template <class T>
inline constexpr bool is_view<std::initializer_list<T>> = true;

template <class Iterator, class Value>
concept iterator_over =
  std::input_iterator<Iterator> && std::same_as<std::iter_value_t<Iterator>, Value>;

template <class T>
concept iterable = requires(const T& x) {
  { x.begin() } -> iterator_over<typename T::value_type>;
  x.end();
};

/// Shows values that it owns. Values of the range's own type would be shown without end.
template <class T>
concept range_of_values = iterable<T> && !std::same_as<typename T::value_type, T> && !is_view<T>;

/// std::array.
template <class T>
concept fixed_array = range_of_values<T> && has_tuple_protocol<T>;

/// A container in the sense of the standard.
template <class T>
concept container = range_of_values<T> && !has_tuple_protocol<T> && requires(const T& x) {
  x.max_size();
};

template <container T>
std::size_t size_of(const T& xs) {
  if constexpr (requires { xs.size(); })
    return xs.size();
  else
    return static_cast<std::size_t>(std::distance(xs.begin(), xs.end()));
}

/// Its elements lie side by side in one block.
template <class T>
concept contiguous = container<T> && requires(const T& x) {
  { x.data() } -> std::convertible_to<const typename T::value_type*>;
  x.capacity();
};

/// Owns or shares one object of a type that is complete.
template <class T>
concept smart_pointer = requires(const T& p) {
  typename T::element_type;
  requires std::is_object_v<typename T::element_type>;
  sizeof(typename T::element_type);
  { p.get() } -> std::same_as<typename T::element_type*>;
  { *p } -> std::same_as<typename T::element_type&>;
  static_cast<bool>(p);
};

/// Shares its object with others of its kind.
template <class T>
concept shared_pointer = smart_pointer<T> && requires(const T& p) {
  p.use_count();
};

} // namespace leat::detail
