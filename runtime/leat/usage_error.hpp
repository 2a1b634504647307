// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <stdexcept>

namespace leat {

/// A command line that says what cannot be done. What a program throws while it builds its pipeline
/// makes `leat::main` give 1; this makes it give 2.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

} // namespace leat
