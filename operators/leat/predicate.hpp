// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/travel.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>

namespace leat {

/// A name as a template argument.
template <std::size_t N>
struct fixed_name {
  char text[N];
  constexpr fixed_name(const char (&name)[N]) { std::copy_n(name, N, text); }
};

enum class predicate_fault {
  fits,
  not_callable,
  no_bool,
};

template <class F, class T>
consteval predicate_fault fault_of_predicate() {
  if constexpr (!looks_at_item<F, T>)
    return predicate_fault::not_callable;
  else if constexpr (!std::constructible_from<bool, result_of_item<F, T>>)
    return predicate_fault::no_bool;
  else
    return predicate_fault::fits;
}

/// Lets a predicate answer; false, and no answer, if it threw. (An `std::optional<bool>` would keep
/// compilers from turning the loop into vector instructions.)
template <class T, class F, class Next>
bool ask(F& predicate, const T& item, bool& answer, Next& next) {
  return next.attempt(item,
                      [&] { answer = static_cast<bool>(call_with_item<T>(predicate, item)); });
}

/// Recipe of the operators that ask a predicate and pass items on: filter, remove, take_while,
/// skip_while.
template <template <class, class> class Step, class F, fixed_name Kind>
struct predicate_recipe {
  static constexpr const char* kind = Kind.text;
  static constexpr bool passes_items = true;
  F keep;

  template <class T>
  static constexpr predicate_fault fault = fault_of_predicate<F, T>();
  template <class T>
  static void refuse() {
    static_assert(fault<T> != predicate_fault::not_callable,
                  "leat::filter/take_while/skip_while: the predicate can't be called with the "
                  "stream's item, nor with its parts");
    static_assert(fault<T> != predicate_fault::no_bool,
                  "leat::filter: the predicate must give a bool");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return Step<F, T>(std::move(keep));
  }
};

} // namespace leat
