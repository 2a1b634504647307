// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/operator_options.hpp>
#include <leat/positive.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

/// Where dead letters are put; see `pipeline::dead_letters`.
template <class T>
class letter_box {
 public:
  explicit letter_box(std::size_t node) : node_(node) {}
  [[nodiscard]] std::size_t node() const noexcept { return node_; }

 private:
  std::size_t node_;
};

/// The recipe for an operator, plus options. A value: it can be kept, copied and used more than
/// once.
///
/// `Apart`: it gets a node of its own. `Letter`: type of the dead letters' items, or void. `Keeps`:
/// its policy needs the item again after a failure.
template <class Recipe, bool Apart = false, class Letter = void, bool Keeps = false>
class [[nodiscard]] spec {
 public:
  spec(Recipe recipe, operator_options options)
    : recipe(std::move(recipe)), options(std::move(options)) {}
  spec(Recipe recipe, std::source_location where) : recipe(std::move(recipe)) {
    options.where = where;
  }

  /// Its name in errors, metrics and pictures. A name used again becomes `name#2`.
  [[nodiscard]] spec named(std::string name) const& { return spec(*this).named(std::move(name)); }
  [[nodiscard]] spec named(std::string name) && {
    options.name = std::move(name);
    return std::move(*this);
  }

  /// `n` instances. Order is lost unless `.ordered()`; behind `key_by` the items of a key stay
  /// together and in order.
  [[nodiscard]] auto parallel(std::size_t n) && {
    static_assert(
      std::copy_constructible<Recipe>,
      "leat: .parallel(n) gives each instance a copy of the function; this one can't be copied");
    if (n == 0)
      throw std::invalid_argument("leat: .parallel(0): an operator needs at least one instance");
    options.parallel = n;
    return apart();
  }
  /// The outputs of parallel instances in the order of their inputs.
  [[nodiscard]] auto ordered() && {
    options.ordered = true;
    return apart();
  }
  /// An actor for itself, whatever the planner would do.
  [[nodiscard]] auto own_actor() && {
    options.own_actor = true;
    return apart();
  }
  /// A thread for itself: for functions that wait.
  [[nodiscard]] auto blocking() && {
    options.blocking = true;
    return apart();
  }
  /// The most that may be in flight on each edge that leads to it.
  [[nodiscard]] auto budget(leat::budget b) && {
    options.budget = b;
    return apart();
  }
  /// The most that it holds to give out later, `items(n)` or `bytes(n)` and one item beyond;
  /// default: 64 MiB. Then it takes no more, which slows what is before it.
  [[nodiscard]] spec capacity(leat::budget most) && {
    static_assert(
      requires { recipe.capacity = most; },
      "leat: .capacity is for operators that hold items (delay, partition, timed_window); for the "
      "edge in front "
      "of an operator write .budget");
    recipe.capacity = most;
    return std::move(*this);
  }
  /// Forgets a key d after it was seen last.
  [[nodiscard]] spec expire_after(duration d) && {
    constexpr bool remembers_keys = requires { recipe.expire_after(d); };
    static_assert(remembers_keys,
                  "leat: .expire_after is for operators that remember keys (unique)");
    require_positive(d, "leat: .expire_after");
    if constexpr (remembers_keys)
      recipe.expire_after(d);
    return std::move(*this);
  }
  /// Runs on a worker that has this label.
  [[nodiscard]] auto placed_on(std::string label) && {
    options.label = std::move(label);
    return apart();
  }

  /// It begins afresh when a function has thrown and no policy of `.on_error` helped; default: the
  /// job fails.
  [[nodiscard]] auto on_crash(restart how) && {
    require_sensible(how);
    options.on_crash = how;
    return apart();
  }

  /// What is done with an item whose function throws; default: `fail_job()`.
  [[nodiscard]] spec on_error(error_policy policy) && {
    options.on_error = policy;
    return std::move(*this);
  }
  [[nodiscard]] auto on_error(retry_policy policy) && {
    options.on_error = policy.policy;
    return spec<Recipe, true, Letter, true>(std::move(recipe), std::move(options));
  }
  template <class T>
  [[nodiscard]] auto on_error(const letter_box<T>& box) && {
    options.on_error.last = error_policy::action::dead_letter;
    options.letters = box.node();
    return spec<Recipe, Apart, T, true>(std::move(recipe), std::move(options));
  }

  [[nodiscard]] auto parallel(std::size_t n) const& { return spec(*this).parallel(n); }
  [[nodiscard]] auto ordered() const& { return spec(*this).ordered(); }
  [[nodiscard]] auto own_actor() const& { return spec(*this).own_actor(); }
  [[nodiscard]] auto blocking() const& { return spec(*this).blocking(); }
  [[nodiscard]] auto budget(leat::budget b) const& { return spec(*this).budget(b); }
  [[nodiscard]] spec capacity(leat::budget most) const& { return spec(*this).capacity(most); }
  [[nodiscard]] spec expire_after(duration d) const& { return spec(*this).expire_after(d); }
  [[nodiscard]] auto placed_on(std::string label) const& {
    return spec(*this).placed_on(std::move(label));
  }
  [[nodiscard]] auto on_crash(restart how) const& { return spec(*this).on_crash(how); }
  template <class Policy>
  [[nodiscard]] auto on_error(const Policy& policy) const& {
    return spec(*this).on_error(policy);
  }

  Recipe recipe;
  operator_options options;

 private:
  auto apart() { return spec<Recipe, true, Letter, Keeps>(std::move(recipe), std::move(options)); }
};

/// Specs in a row are a spec.
template <class First, class Second>
class [[nodiscard]] spec_chain {
 public:
  spec_chain(First first, Second second) : first(std::move(first)), second(std::move(second)) {}

  /// Prefixes the names of its parts: `orders/parse`.
  [[nodiscard]] spec_chain named(const std::string& name) const {
    spec_chain copy(*this);
    copy.prefix = name;
    return copy;
  }

  First first;
  Second second;
  std::string prefix;
};

namespace detail {
template <class T>
inline constexpr bool is_spec = false;
template <class R, bool A, class L, bool K>
inline constexpr bool is_spec<spec<R, A, L, K>> = true;
template <class T>
inline constexpr bool is_chain = false;
template <class A, class B>
inline constexpr bool is_chain<spec_chain<A, B>> = true;
} // namespace detail

/// A spec or specs in a row.
template <class T>
concept spec_like =
  detail::is_spec<std::remove_cvref_t<T>> || detail::is_chain<std::remove_cvref_t<T>>;

template <spec_like First, spec_like Second>
[[nodiscard]] auto operator|(First&& first, Second&& second) {
  return spec_chain<std::remove_cvref_t<First>, std::remove_cvref_t<Second>>(
    std::forward<First>(first), std::forward<Second>(second));
}

} // namespace leat
