// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace leat {

/// Gives the options that neither the command line nor the environment has set what a file says:
/// lines of `option = value` (TOML), named as on the command line. Throws `usage_error`.
void apply_option_file(const std::string& path, CLI::App& to);

} // namespace leat
