// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/operator.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <utility>

namespace leat {

class failing_source final : public source_operator {
 public:
  explicit failing_source(std::exception_ptr reason) : reason_(std::move(reason)) {}
  [[nodiscard]] bool can_give() const override { return true; }
  progress give(std::size_t, operator_context& context) override {
    context.fail_stream(reason_);
    return progress::done;
  }

 private:
  std::exception_ptr reason_;
};

template <class T>
struct failing_recipe {
  static constexpr const char* kind = "failing";
  using source = failing_source;
  std::exception_ptr reason;
  [[nodiscard]] auto bind() && {
    return make_with<T>([reason = reason] { return std::make_unique<failing_source>(reason); });
  }
};

/// A stream that fails: `failing<int>(std::runtime_error("no data"))`, or a `std::exception_ptr`.
///
///     failing<int>(error)
///     out                   !
///
/// Emits no item. Completes at once, with that error; when it reaches a sink the job fails. State:
/// none. Time: none. Origin: Rx throw.
///
/// Throws `std::invalid_argument` for an exception_ptr that is null.
template <class T, class Error>
[[nodiscard]] auto failing(Error error,
                           std::source_location where = std::source_location::current()) {
  if constexpr (std::same_as<Error, std::exception_ptr>) {
    if (!error)
      throw std::invalid_argument("leat::failing: the error is null; to end a stream in order "
                                  "write leat::empty<T>()");
    return spec(failing_recipe<T>{std::move(error)}, where);
  } else
    return spec(failing_recipe<T>{std::make_exception_ptr(std::move(error))}, where);
}

} // namespace leat
