// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

/// What an aggregate is made of, for weights and codecs, by structured bindings; the idea is that
/// of Boost.PFR by A. Polukhin. How many members there are is found by trying initialisers.
///
/// Seen are aggregates of at most 24 members without a base class or a tuple protocol of their own.
/// Members may be arrays and bit-fields; beside an array all others must be default-initialisable.
/// An anonymous union among the members does not compile: such a type needs a weight and a codec of
/// its own.
namespace leat::detail {

inline constexpr std::size_t max_members = 24;

/// An initialiser of type T, in unevaluated expressions.
template <class T>
T init();

/// Converts to whatever a member wants.
struct anything {
  template <class T>
  operator T() const;
};

template <class Base, class T>
concept proper_base_of = std::is_base_of_v<Base, T> && !std::is_same_v<Base, T>;

/// Converts to the base classes of T only.
template <class T>
struct any_base_of {
  template <proper_base_of<T> Base>
  operator Base() const;
};

/// Converts to nothing: who takes it takes every type, like std::any.
struct nothing_special {};

// clang-format off
/// True if T can be made from N times {}, which fit arrays, too, and then the tail.
template <std::size_t N, class T, class... Tail>
consteval bool takes() {
  if constexpr (N == 0) return requires { T{init<Tail>()...}; };
  else if constexpr (N == 1) return requires { T{{}, init<Tail>()...}; };
  else if constexpr (N == 2) return requires { T{{}, {}, init<Tail>()...}; };
  else if constexpr (N == 3) return requires { T{{}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 4) return requires { T{{}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 5) return requires { T{{}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 6) return requires { T{{}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 7) return requires { T{{}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 8)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 9)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 10)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 11)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 12)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 13)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, init<Tail>()...}; };
  else if constexpr (N == 14)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, init<Tail>()...}; };
  else if constexpr (N == 15)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 16)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 17)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 18)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 19)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 20)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 21)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 22)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 23)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else if constexpr (N == 24)
    return requires { T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                       {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, init<Tail>()...}; };
  else return false;
}

/// Calls visitor(members...) with references to the N members of the value.
template <std::size_t N, class T, class Visitor>
constexpr decltype(auto) visit_n_members(T& value, Visitor&& visitor) {
  if constexpr (N == 0) return visitor();
  else if constexpr (N == 1) { auto& [a] = value; return visitor(a); }
  else if constexpr (N == 2) { auto& [a, b] = value; return visitor(a, b); }
  else if constexpr (N == 3) { auto& [a, b, c] = value; return visitor(a, b, c); }
  else if constexpr (N == 4) { auto& [a, b, c, d] = value; return visitor(a, b, c, d); }
  else if constexpr (N == 5) { auto& [a, b, c, d, e] = value; return visitor(a, b, c, d, e); }
  else if constexpr (N == 6) {
    auto& [a, b, c, d, e, f] = value;
    return visitor(a, b, c, d, e, f);
  }
  else if constexpr (N == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    return visitor(a, b, c, d, e, f, g);
  }
  else if constexpr (N == 8) {
    auto& [a, b, c, d, e, f, g, h] = value;
    return visitor(a, b, c, d, e, f, g, h);
  }
  else if constexpr (N == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return visitor(a, b, c, d, e, f, g, h, i);
  }
  else if constexpr (N == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j);
  }
  else if constexpr (N == 11) {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k);
  }
  else if constexpr (N == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l);
  }
  else if constexpr (N == 13) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m);
  }
  else if constexpr (N == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  }
  else if constexpr (N == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }
  else if constexpr (N == 16) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  }
  else if constexpr (N == 17) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  }
  else if constexpr (N == 18) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  }
  else if constexpr (N == 19) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  }
  else if constexpr (N == 20) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  }
  else if constexpr (N == 21) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  }
  else if constexpr (N == 22) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  }
  else if constexpr (N == 23) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  }
  else if constexpr (N == 24) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x] = value;
    return visitor(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x);
  }
}
// clang-format on

template <class T, std::size_t N = 0>
consteval std::size_t count_by_braces() {
  if constexpr (N < max_members && takes<N + 1, T>())
    return count_by_braces<T, N + 1>();
  else
    return N;
}

/// True if T can be made from the head and then one converting initialiser for each I.
template <class T, class... Head, std::size_t... I>
consteval bool takes_anything(std::index_sequence<I...>) {
  return requires { T{init<Head>()..., (static_cast<void>(I), init<anything>())...}; };
}

template <class T, std::size_t N = max_members + 1>
consteval std::size_t count_by_conversion() {
  if constexpr (N == 0 || takes_anything<T>(std::make_index_sequence<N>{}))
    return N;
  else
    return count_by_conversion<T, N - 1>();
}

/// The number of members, or a number above max_members where it can't be told.
template <class T>
consteval std::size_t count_members() {
  if constexpr (std::is_empty_v<T>) {
    return 0;
  } else {
    constexpr std::size_t by_braces = count_by_braces<T>();
    // A member that takes no empty braces ends that count early; then there is room for one more.
    if constexpr (by_braces > 0 && !takes<by_braces, T, anything>())
      return by_braces;
    constexpr std::size_t by_conversion = count_by_conversion<T>();
    return by_conversion > 0 ? by_conversion : max_members + 1;
  }
}

template <class T, class First>
consteval bool takes_first() {
  using rest = std::make_index_sequence<count_members<T>() - 1>;
  return takes<0, T, First>() || takes_anything<T, First>(rest{});
}

template <class T>
concept has_tuple_protocol = requires {
  std::tuple_size<T>::value;
};

// NOLINTBEGIN(bugprone-branch-clone): a line for each kind of type
template <class T>
consteval bool is_reflectable() {
  if constexpr (!std::is_class_v<T> || !std::is_aggregate_v<T> || has_tuple_protocol<T>)
    return false;
  else if constexpr (std::is_empty_v<T>)
    return true;
  else if constexpr (count_members<T>() > max_members)
    return false;
  else // a base class is the first thing to be initialised
    return !takes_first<T, any_base_of<T>>() || takes_first<T, nothing_special>();
}
// NOLINTEND(bugprone-branch-clone)

/// An aggregate whose members can be visited.
template <class T>
concept reflectable = is_reflectable<T>();

/// Calls visitor(members...) with references to all members of an aggregate. A visitor that takes
/// `const auto&...` can be given bit-fields, too.
template <class T, class Visitor>
requires reflectable<std::remove_const_t<T>>
constexpr decltype(auto) visit_members(T& value, Visitor&& visitor) {
  return visit_n_members<count_members<std::remove_const_t<T>>()>(value, visitor);
}

template <class... Ts>
struct type_list {};

struct list_types {
  template <class... Ts>
  type_list<Ts...> operator()(const Ts&...) const {
    return {};
  }
};

/// type_list<types of the members...>, without const.
template <reflectable T>
using member_types = decltype(visit_members(init<T&>(), list_types{}));

} // namespace leat::detail
