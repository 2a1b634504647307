// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/shape.hpp>

#include <concepts>
#include <cstddef>
#include <functional>
#include <iterator>
#include <type_traits>

namespace leat {

/// The bytes that a value keeps outside of itself, for the budgets of edges.
///
/// Seen through are strings, containers, smart pointers, optionals, variants, pairs, tuples, arrays
/// and aggregates of up to 24 members; other classes count with their size alone. For a class whose
/// members can't be seen, specialise:
///
///     template <>
///     struct leat::weight<document> {
///       static std::size_t heap(const document& d) { return d.text().capacity(); }
///     };
///
/// What a shared_ptr points to counts in full for each that shares it. Blocks of node-based
/// containers are estimated as the element and four pointers.
template <class T>
struct weight {
  using seen_through = T; // tells this template from a specialisation
  static std::size_t heap(const T& x);
};

namespace detail {

template <class T>
concept own_weight = !requires {
  requires std::same_as<typename weight<T>::seen_through, T>;
};

template <class T>
consteval bool weighs_its_size();

template <class T, std::size_t... I>
consteval bool elements_weigh_their_size(std::index_sequence<I...>) {
  return (weighs_its_size<element<I, T>>() && ...);
}

template <template <class...> class List, class... Ts>
consteval bool all_weigh_their_size(std::type_identity<List<Ts...>>) {
  return (weighs_its_size<std::remove_const_t<Ts>>() && ...);
}

// NOLINTBEGIN(bugprone-branch-clone): a line for each kind of type
/// True if every T weighs sizeof(T): nothing is seen through that could lie elsewhere.
template <class T>
consteval bool weighs_its_size() {
  if constexpr (own_weight<T>)
    return false;
  else if constexpr (std::is_array_v<T>)
    return weighs_its_size<std::remove_cv_t<std::remove_all_extents_t<T>>>();
  else if constexpr (std::is_trivially_copyable_v<T>)
    return true;
  else if constexpr (container<T> || smart_pointer<T>)
    return false;
  else if constexpr (optional_like<T> || fixed_array<T>)
    return weighs_its_size<std::remove_const_t<typename T::value_type>>();
  else if constexpr (variant_like<T>)
    return all_weigh_their_size(std::type_identity<T>{});
  else if constexpr (tuple_like<T>)
    return elements_weigh_their_size<T>(elements_of<T>);
  else if constexpr (reflectable<T>)
    return all_weigh_their_size(std::type_identity<member_types<T>>{});
  else
    return true;
}
// NOLINTEND(bugprone-branch-clone)

} // namespace detail

/// True if every T weighs sizeof(T), so that there is no need to look at one.
template <class T>
inline constexpr bool has_fixed_weight = detail::weighs_its_size<std::remove_cv_t<T>>();

namespace detail {

/// The heap behind x. Shared lists what is being looked at behind shared pointers: the same type
/// behind a second one counts no further, so that a circle of shared pointers has an end.
template <class... Shared, class T>
std::size_t heap_behind(const T& x);

template <class... Shared, container T>
std::size_t heap_of_container(const T& xs) {
  using value = typename T::value_type;
  std::size_t n = 0;
  if constexpr (contiguous<T>) {
    const void* block = xs.data();
    const std::less<const void*> before;
    const bool inside = !before(block, &xs) && before(block, &xs + 1); // a short string
    n = inside ? 0 : xs.capacity() * sizeof(value);
  } else {
    constexpr bool node_based = !std::random_access_iterator<decltype(xs.begin())>;
    constexpr std::size_t each = sizeof(value) + (node_based ? 4 * sizeof(void*) : 0);
    n = each * size_of(xs);
  }
  if constexpr (!has_fixed_weight<value>)
    for (const auto& x : xs)
      n += heap_behind<Shared...>(x);
  return n;
}

template <class... Shared, smart_pointer T>
std::size_t heap_of_pointer(const T& p) {
  using target = std::remove_cv_t<typename T::element_type>;
  if (!p)
    return 0;
  if constexpr (!shared_pointer<T>)
    return sizeof(target) + heap_behind<Shared...>(*p);
  else if constexpr (!(std::same_as<target, Shared> || ...))
    return sizeof(target) + heap_behind<Shared..., target>(*p);
  else
    return sizeof(target);
}

template <class... Shared, class T>
std::size_t heap_behind(const T& x) {
  const auto sum = [](const auto&... parts) {
    return (std::size_t{0} + ... + heap_behind<Shared...>(parts));
  };
  if constexpr (has_fixed_weight<T>) {
    return 0;
  } else if constexpr (own_weight<T>) {
    return weight<T>::heap(x);
  } else if constexpr (container<T>) {
    return heap_of_container<Shared...>(x);
  } else if constexpr (smart_pointer<T>) {
    return heap_of_pointer<Shared...>(x);
  } else if constexpr (optional_like<T>) {
    return x ? heap_behind<Shared...>(*x) : 0;
  } else if constexpr (variant_like<T>) {
    return x.valueless_by_exception() ? 0 : std::visit(sum, x);
  } else if constexpr (std::is_array_v<T> || fixed_array<T>) {
    std::size_t n = 0;
    for (const auto& part : x)
      n += heap_behind<Shared...>(part);
    return n;
  } else if constexpr (tuple_like<T>) {
    const auto sum_elements = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return sum(get_element<I>(x)...);
    };
    return sum_elements(elements_of<T>);
  } else {
    return visit_members(x, sum);
  }
}

} // namespace detail

template <class T>
std::size_t weight<T>::heap(const T& x) {
  return detail::heap_behind(x);
}

/// What x weighs in bytes: its own size and the heap behind it, as leat::weight sees it.
template <class T>
std::size_t weight_of(const T& x) {
  return sizeof(T) + detail::heap_behind(x);
}

} // namespace leat
