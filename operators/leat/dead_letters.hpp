// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/failure.hpp>
#include <leat/loop.hpp>
#include <leat/operator.hpp>
#include <leat/step.hpp>

#include <optional>
#include <utility>

namespace leat {

/// A step whose policy needs the item again after a failure: a function that takes an item of its
/// own gets a copy.
template <class Step>
struct keeping : Step {
  explicit keeping(Step step) : Step(std::move(step)) {}
  template <class In, class Next>
  void on_item(typename Step::state& s, In&& item, Next& next) {
    Step::on_item(s, std::as_const(item), next);
  }
};

namespace detail {

/// The rest of the run, for a step whose failed items go to a box of dead letters.
template <class T, class Next>
struct letter_link : Next {
  using letter = dead_letter<T>;
  const T& item;

  template <class U, class F>
  auto attempt(const U&, F&& f) {
    return attempt(std::forward<F>(f));
  }
  template <class F>
  auto attempt(F&& f) {
    return call_or(std::forward<F>(f), [this] { failed(); });
  }

  [[gnu::cold, gnu::noinline]] void failed() {
    failure about;
    about.item = describe_item(item);
    about.cause = std::current_exception();
    if (this->report(about) != verdict::letter)
      return;
    auto& letters =
      this->context().template out<letter>(this->context().letters_outlet(this->index()));
    letters.push(letter{item, std::move(about)});
    this->halt_when(!letters.has_room());
  }
};

} // namespace detail

/// A step whose failed items go to a box of dead letters, if its policy says so.
template <class Step>
struct with_letters : Step {
  explicit with_letters(Step step) : Step(std::move(step)) {}

  template <class In, class Next>
  void on_item(typename Step::state& s, In&& item, Next& next) {
    detail::letter_link<typename Step::input, Next> guarded{next, item};
    Step::on_item(s, std::as_const(item), guarded);
  }
};

/// The same for a step that pours: it keeps the item for as long as its members may fail.
template <step_pours Step>
struct with_letters<Step> : Step {
  using input = typename Step::input;
  struct state {
    typename Step::state members;
    std::optional<input> item;
  };
  explicit with_letters(Step step) : Step(std::move(step)) {}

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    s.item.emplace(std::forward<In>(item));
    detail::letter_link<input, Next> guarded{next, *s.item};
    Step::on_item(s.members, std::as_const(*s.item), guarded);
  }

  template <class Next>
  bool pour(state& s, std::size_t at_most, Next& next) {
    if (!s.item)
      return false;
    detail::letter_link<input, Next> guarded{next, *s.item};
    return Step::pour(s.members, at_most, guarded);
  }
};

} // namespace leat
