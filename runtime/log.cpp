// SPDX-License-Identifier: BSD-3-Clause
#include "log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>

namespace leat {

std::shared_ptr<spdlog::logger> logger() {
  if (auto known = spdlog::get("leat"))
    return known;
  try {
    auto fresh = spdlog::stderr_color_mt("leat");
    fresh->set_level(spdlog::level::warn);
    return fresh;
  } catch (const spdlog::spdlog_ex&) { // another thread was quicker
    return spdlog::get("leat");
  }
}

} // namespace leat
