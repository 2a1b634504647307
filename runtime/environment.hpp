// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace leat {

/// False while the environment variable is `off`, `0` or `false`.
[[nodiscard]] bool environment_allows(const char* variable);

/// Whether operators are fused.
[[nodiscard]] inline bool environment_fuses() {
  return environment_allows("LEAT_FUSE");
}

/// Whether threads spin before they sleep.
[[nodiscard]] inline bool environment_spins() {
  return environment_allows("LEAT_SPIN");
}

} // namespace leat
