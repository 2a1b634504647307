// SPDX-License-Identifier: BSD-3-Clause
#include "environment.hpp"

#include <cstdlib>
#include <string_view>

namespace leat {

bool environment_allows(const char* variable) {
  const char* set = std::getenv(variable);
  const std::string_view value = set == nullptr ? "" : set;
  return value != "off" && value != "0" && value != "false";
}

} // namespace leat
