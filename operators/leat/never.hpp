// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/operator.hpp>
#include <leat/spec.hpp>

#include <cstddef>
#include <memory>
#include <source_location>

namespace leat {

class never_source final : public source_operator {
 public:
  [[nodiscard]] bool can_give() const override { return stopped_; }
  progress give(std::size_t, operator_context&) override { return progress::done; }
  void stop(operator_context&) override { stopped_ = true; }
  /// Waiting for it is no mistake.
  [[nodiscard]] bool is_live(bool) const override { return true; }

 private:
  bool stopped_ = false;
};

template <class T>
struct never_recipe {
  static constexpr const char* kind = "never";
  using source = never_source;
  [[nodiscard]] auto bind() && {
    return make_with<T>([] { return std::make_unique<never_source>(); });
  }
};

/// A stream that says nothing and goes on.
///
///     never<int>()
///     out
///
/// Emits no item. Completes when the job is stopped or nobody listens. State: none. Time: none.
/// Origin: Rx never.
template <class T>
[[nodiscard]] auto never(std::source_location where = std::source_location::current()) {
  return spec(never_recipe<T>{}, where);
}

} // namespace leat
