// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <cstdint>

namespace random_pipelines {

/// How many pipelines each test runs.
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ // ten times slower
constexpr std::uint64_t pipelines = 400;
#else
constexpr std::uint64_t pipelines = 4000;
#endif

} // namespace random_pipelines
