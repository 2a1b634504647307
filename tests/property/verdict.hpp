// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "build.hpp"
#include "model.hpp"
#include <leat/failure.hpp>

#include <string>
#include <vector>

namespace property {

/// All that the model says arrived, in the order that the rules promise; or only a part of it, if
/// the job was cut short. Throws `violation`.
void check_arrivals(const graph& g, const expectation& expected, const ends& at, bool in_full);

/// A failed job failed for a reason that the graph has. Throws `violation`.
void check_failure(const graph& g, const expectation& expected,
                   const std::vector<leat::failure>& why);

[[nodiscard]] bool is_stall(const std::vector<leat::failure>& why);

/// How many tokens of each root have arrived where receipts wait for them.
[[nodiscard]] std::map<std::uint32_t, std::size_t>
arrived_by_root(const graph& g, const expectation& expected, const ends& at);

} // namespace property
