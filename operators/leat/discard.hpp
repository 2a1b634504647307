// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <source_location>

namespace leat {

template <class T>
struct discard_step : stateless_step<T, void> {
  template <class In, class Next>
  void on_item(stateless&, In&&, Next&) {}
};

struct discard_recipe {
  static constexpr const char* kind = "discard";
  static constexpr bool sees_keys = true;
  template <class T>
  [[nodiscard]] auto bind() && {
    return discard_step<T>();
  }
};

/// Takes all items and does nothing with them: a sink for streams whose items don't matter.
///
/// Completes when the input does. State: none. Time: none.
[[nodiscard]] inline auto discard(std::source_location where = std::source_location::current()) {
  return spec(discard_recipe{}, where);
}

} // namespace leat
