// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace leat {

/// False while the environment variable `LEAT_FUSE` is `off`, `0` or `false`.
[[nodiscard]] bool environment_fuses();

} // namespace leat
