// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace leat {

/// The logger named "leat": one that the program registered under that name, else one on standard
/// error that says warnings and errors only.
[[nodiscard]] std::shared_ptr<spdlog::logger> logger();

template <class... Args>
void log_error(spdlog::format_string_t<Args...> text, Args&&... args) {
  logger()->error(text, std::forward<Args>(args)...);
}
template <class... Args>
void log_warning(spdlog::format_string_t<Args...> text, Args&&... args) {
  logger()->warn(text, std::forward<Args>(args)...);
}

} // namespace leat
