// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/hash.hpp>
#include <leat/keyed.hpp>
#include <leat/operator.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <unordered_map>
#include <utility>

namespace leat {

template <class K, class V>
using key_table = std::unordered_map<K, V, key_hash>;

namespace detail {

template <class Step>
struct drops_like {};
template <step_drops Step>
struct drops_like<Step> {
  static constexpr const char* dropped_because = Step::dropped_because;
};

/// What a step that pours has of one item, and its key.
template <class K, class State>
struct poured_of_key {
  std::optional<K> key;
  State members;
};

template <class K, class Step>
struct state_per_key {
  using type = stateless;
};
template <class K, step_remembers Step>
struct state_per_key<K, Step> {
  using type = key_table<K, typename Step::state>;
};
template <class K, step_pours Step>
struct state_per_key<K, Step> {
  using type = poured_of_key<K, typename Step::state>;
};

/// How far the keys have given out what is held for the end while more may come.
template <class K, class Step>
struct drained_keys {};
template <class K, step_drains Step>
struct drained_keys<K, Step> {
  std::optional<typename key_table<K, typename Step::state>::iterator> next;
};

} // namespace detail

/// A step that works on each key apart: what it sees are the values, and each key has a state of
/// its own. State: one for each key seen; unbounded.
template <class K, class Step>
struct per_key : detail::drops_like<Step> {
  using value = typename Step::input;
  using input = keyed<K, value>;
  using output = std::conditional_t<std::is_void_v<typename Step::output>, void,
                                    keyed<K, typename Step::output>>;
  using state = typename detail::state_per_key<K, Step>::type;
  static_assert(
    !step_remembers<Step> || std::copy_constructible<Step>,
    "leat: behind key_by each key gets a copy of the initial state; this one can't be copied");

  Step step;
  explicit per_key(Step step) : step(std::move(step)) {}

  [[nodiscard]] static state initial() { return {}; }

  /// The rest of the run, for the values of one key.
  template <class Next>
  struct link {
    const K& key;
    Next& next;
    template <class U>
    void push(U&& value) {
      next.push(keyed<K, std::decay_t<U>>{key, std::forward<U>(value)});
    }
    template <class U>
    void push_if(bool goes_on, U&& value) {
      if (goes_on)
        push(std::forward<U>(value));
    }
    template <class T, class F>
    auto attempt(const T& item, F&& f) {
      return next.attempt(item, std::forward<F>(f));
    }
    template <class F>
    auto attempt(F&& f) {
      return next.attempt(std::forward<F>(f));
    }
    void finish() {} // one key has had enough, others have not
    void halt_when(bool full) { next.halt_when(full); }
    verdict report(failure& about) { return next.report(about); }
    [[nodiscard]] bool halted() const { return next.halted(); }
    [[nodiscard]] bool full() const { return next.full(); }
    [[nodiscard]] operator_context& context() const { return next.context(); }
    [[nodiscard]] std::size_t index() const { return next.index(); }
  };

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    if constexpr (step_pours<Step>) {
      s.key.emplace(item.key);
      link<Next> values{*s.key, next};
      step.on_item(s.members, std::forward<In>(item).value, values);
    } else {
      link<Next> values{item.key, next};
      if constexpr (step_remembers<Step>)
        step.on_item(s.try_emplace(item.key, step.initial()).first->second,
                     std::forward<In>(item).value, values);
      else
        step.on_item(s, std::forward<In>(item).value, values);
    }
  }

  template <class Next>
  requires step_pours<Step>
  bool pour(state& s, std::size_t at_most, Next& next) {
    if (!s.key)
      return false;
    link<Next> values{*s.key, next};
    return step.pour(s.members, at_most, values);
  }

  // At the end keys speak in no particular order.
  template <class Next>
  requires step_ends<Step>
  bool on_end(state& s, Next& next) {
    if constexpr (!step_remembers<Step>)
      return step.on_end(s, next); // a sink
    else
      return end_of_first(s, next);
  }

  template <class Next>
  requires step_drains<Step>
  bool on_drain(state& s, Next& next) {
    auto& at = drained_.next;
    if (!at)
      at = s.begin();
    if (*at == s.end()) {
      at.reset();
      return false;
    }
    link<Next> values{(*at)->first, next};
    if (!step.on_drain((*at)->second, values))
      ++*at;
    return true;
  }

 private:
  template <class Next>
  bool end_of_first(state& s, Next& next) {
    if (s.empty())
      return false;
    const auto first = s.begin();
    link<Next> values{first->first, next};
    if (!step.on_end(first->second, values))
      s.erase(first);
    return !s.empty();
  }

  [[no_unique_address]] detail::drained_keys<K, Step> drained_;
};

} // namespace leat
