// SPDX-License-Identifier: BSD-3-Clause
// Compiled and measured by tools/bench: the header alone.
#include <leat/leat.hpp>
