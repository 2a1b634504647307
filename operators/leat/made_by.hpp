// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/operator.hpp>

#include <memory>
#include <utility>

namespace leat {

/// What a recipe binds to when its operator is no step: a function that makes the operator, once
/// for each instance, the type of what that gives out, and of the items that can become dead
/// letters (void: none).
template <class Out, class Letter, class Make>
struct made_by {
  using output = Out;
  using letter = Letter;
  Make maker;
  [[nodiscard]] std::unique_ptr<operator_base> make() { return maker(); }
};

template <class Out, class Letter = void, class Make>
[[nodiscard]] made_by<Out, Letter, Make> make_with(Make maker) {
  return {std::move(maker)};
}

} // namespace leat
