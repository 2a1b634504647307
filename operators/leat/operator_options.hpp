// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/budget.hpp>
#include <leat/failure.hpp>
#include <leat/restart.hpp>

#include <cstddef>
#include <optional>
#include <source_location>
#include <string>

namespace leat {

/// What a program says of an operator beside what it does.
struct operator_options {
  operator_options();
  operator_options(const operator_options&);
  operator_options(operator_options&&) noexcept;
  operator_options& operator=(const operator_options&);
  operator_options& operator=(operator_options&&) noexcept;
  ~operator_options();

  std::string name;
  std::string prefix; // name of the chain of specs that it belongs to
  std::size_t parallel = 1;
  bool ordered = false;
  bool own_actor = false;
  bool blocking = false;
  std::optional<leat::budget> budget;
  std::string label; // of the worker it is to run on
  error_policy on_error{};
  std::optional<restart> on_crash;
  std::size_t letters = 0; // node that takes the dead letters
  std::source_location where;
};

} // namespace leat
