// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <concepts>
#include <optional>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
struct pairwise_step {
  using input = T;
  using output = std::pair<T, T>;
  using state = std::optional<T>;

  [[nodiscard]] static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In&& item, Next& next) {
    std::optional<output> both;
    if (s)
      both.emplace(std::move(*s), std::as_const(item));
    s.emplace(std::forward<In>(item));
    if (both)
      next.push(std::move(*both));
  }
};

struct pairwise_recipe {
  static constexpr const char* kind = "pairwise";

  template <class T>
  static constexpr bool fault = !copyable_item<T>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::pairwise: an item goes out twice, so it must be copyable; map it to "
                  "something that is, a std::shared_ptr for one");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return pairwise_step<T>();
  }
};

/// Each item behind the one before it; on a keyed stream the one before it with the same key.
///
///     in         1     2     3|
///     pairwise
///     out              (1,2) (2,3)|
///
/// Emits a `std::pair<T, T>` for each item but the first, in order; on a keyed stream `keyed<K,
/// std::pair<T, T>>`. Completes when the input does. State: an item. Time: none. Origin: Rx
/// pairwise.
[[nodiscard]] inline auto pairwise(std::source_location where = std::source_location::current()) {
  return spec(pairwise_recipe{}, where);
}

} // namespace leat
