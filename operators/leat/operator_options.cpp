// SPDX-License-Identifier: BSD-3-Clause
// Special members live here, not in every program that writes a spec.
#include <leat/operator_options.hpp>

namespace leat {

operator_options::operator_options() = default;
operator_options::operator_options(const operator_options&) = default;
operator_options::operator_options(operator_options&&) noexcept = default;
operator_options& operator_options::operator=(const operator_options&) = default;
operator_options& operator_options::operator=(operator_options&&) noexcept = default;
operator_options::~operator_options() = default;

} // namespace leat
