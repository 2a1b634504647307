// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "random_pipeline.hpp"

#include <functional>
#include <optional>
#include <string>

namespace random_pipelines {

/// How a pipeline's result differs from the interpreter's.
using differs = std::function<std::optional<std::string>(const random_pipeline&)>;

/// What to tell of a pipeline that differs: it, and the smallest that is found of it by dropping
/// steps and items.
[[nodiscard]] std::string told(const random_pipeline& p, const std::string& difference,
                               const differs& f);

/// Runs the pipelines of `count` seeds; the text of the first that differs, or "".
[[nodiscard]] std::string first_difference(std::uint64_t first_seed, std::uint64_t count,
                                           bool in_virtual_time, const differs& f);

} // namespace random_pipelines
