// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/pass_through.hpp>
#include <leat/step.hpp>

#include <utility>

namespace leat {

/// What merge is inside a fused run, where its inputs end in the same loop: nothing.
template <class T>
struct merge_step : stateless_step<T, T> {
  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.push(std::forward<In>(item));
  }
};

} // namespace leat
