// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <concepts>
#include <cstddef>

namespace leat {

/// State of a step that keeps none.
struct stateless {
  friend bool operator==(const stateless&, const stateless&) = default;
};

// An element-wise step is a class with
//   using input, output;        types of items; `output` is void for a sink
//   using state;                all that items change; `stateless` if nothing
//   state initial() const;
//   void on_item(state&, In&& item, Next& next);   In is `input&&` (an item of its own) or `const
//   input&`
// and, where it has them,
//   bool on_begin(state&, Next&);
//     before the first item: pushes at most one item, true if there may be another one
//   bool on_end(state&, Next&);
//     the same at the end
//   bool on_drain(state&, Next&);
//     the same in the last round of a loop; the step goes on afterwards
//   bool pour(state&, std::size_t at_most, Next&);
//     (last step of a run) pushes members of the item it took until the output is full, false if
//     there are no more; called until then before the next item comes
//   bool wants_nothing() const;    true: the run ends before it has seen an item
//   static constexpr const char* dropped_because;   it drops items: the reason that metrics show
// A user's function is called through `next.attempt(item, f)`, so that what it throws is handled by
// the node's policy. What comes back is empty (false, for a function that gives nothing) if it
// threw.

/// Default for steps without state.
template <class In, class Out>
struct stateless_step {
  using input = In;
  using output = Out;
  using state = stateless;
  [[nodiscard]] static state initial() { return {}; }
};

namespace detail {
struct any_next {
  template <class U>
  void push(U&&) {}
  void finish() {}
  [[nodiscard]] bool full() const;
};
} // namespace detail

/// The head of a run that makes items: `bool give(n, next)` pushes up to n, false when there are no
/// more.
template <class S>
concept step_gives = requires {
  S::is_source;
};
template <class S>
concept step_pours = requires(S& s, typename S::state& state, detail::any_next& next) {
  { s.pour(state, std::size_t(), next) } -> std::same_as<bool>;
};
template <class S>
concept step_begins = requires(S& s, typename S::state& state, detail::any_next& next) {
  { s.on_begin(state, next) } -> std::same_as<bool>;
};
template <class S>
concept step_ends = requires(S& s, typename S::state& state, detail::any_next& next) {
  { s.on_end(state, next) } -> std::same_as<bool>;
};
template <class S>
concept step_drains = requires(S& s, typename S::state& state, detail::any_next& next) {
  { s.on_drain(state, next) } -> std::same_as<bool>;
};
template <class S>
concept step_drops = requires {
  S::dropped_because;
};
/// It keeps something from item to item. (What pours keeps just the item it has not yet given out.)
template <class S>
concept step_remembers = !std::same_as<typename S::state, stateless> && !step_pours<S>;

} // namespace leat
