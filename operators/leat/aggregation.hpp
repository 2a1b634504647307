// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <utility>

namespace leat {

// An aggregation of items of type T, in parts that can be merged, is a class with
//   using input = T;
//   using state, output;
//   state initial() const;
//   void add(state&, In&& item);
//     In is `T&&` or `const T&`; if it throws, the state is as before
//   void merge(state& into, const state& other) const;
//     the items of `other` came later
//   output result(const state&) const;
//     or `result(state)`, which gets a copy, or the state itself at its end
// and, where nothing has no result,
//   bool has_result(const state&) const;
// Recipes such as count and sum have `aggregation<T>() &&`, which gives one: as an operator it runs
// over the whole stream.

/// An aggregation as an operator: its result, at the end.
template <class Aggregation>
struct aggregation_step {
  using input = typename Aggregation::input;
  using output = typename Aggregation::output;
  using state = typename Aggregation::state;
  Aggregation of;

  [[nodiscard]] state initial() const { return of.initial(); }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    next.attempt(item, [&] { of.add(s, std::forward<In>(item)); });
  }
  template <class Next>
  bool on_end(state& s, Next& next) {
    if (has_result(s))
      next.push(of.result(std::move(s)));
    return false;
  }

 private:
  [[nodiscard]] bool has_result(const state& s) const {
    if constexpr (requires { of.has_result(s); })
      return of.has_result(s);
    else
      return true;
  }
};

} // namespace leat
