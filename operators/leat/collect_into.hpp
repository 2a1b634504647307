// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/keyed.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

template <class C, class T>
concept takes_at_back = requires(C& c, T&& x) {
  c.push_back(std::move(x));
};
template <class C, class T>
concept appends = takes_at_back<C, T> || requires(C& c, T&& x) {
  c.insert(std::move(x));
};

template <class C, class T>
struct collect_step : stateless_step<T, void> {
  C* into;
  explicit collect_step(C* into) : into(into) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.attempt(item, [&] {
      if constexpr (appends<C, T>)
        append(std::forward<In>(item));
      else
        append(std::forward<In>(item).value);
    });
  }

 private:
  template <class U>
  void append(U&& x) {
    if constexpr (takes_at_back<C, std::remove_cvref_t<U>>)
      into->push_back(std::forward<U>(x));
    else
      into->insert(std::forward<U>(x));
  }
};

/// The whole item, else the value of a `keyed<K, T>`.
template <class C, class T>
inline constexpr bool collects = appends<C, T>;
template <class C, class K, class T>
inline constexpr bool collects<C, keyed<K, T>> = appends<C, keyed<K, T>> || appends<C, T>;

template <class C>
struct collect_recipe {
  static constexpr const char* kind = "collect_into";
  static constexpr bool one_instance = true;
  static constexpr bool sees_keys = true;
  C* into;

  template <class T>
  static constexpr bool fault = !collects<C, T>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::collect_into: the container has no push_back and no insert that takes "
                  "the stream's item");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return collect_step<C, T>(into);
  }
};

/// Appends each item to `container` (`push_back`, else `insert`), which must outlive the job: a
/// sink with one instance, in the coordinating process. Read the container when the job has ended,
/// or after a `flush`. What takes no `keyed<K, T>` gets its value.
///
/// Completes when the input does. State: none of its own; the container grows without bound. Time:
/// none.
template <class C>
[[nodiscard]] auto collect_into(C& container,
                                std::source_location where = std::source_location::current()) {
  return spec(collect_recipe<C>{&container}, where);
}

} // namespace leat
