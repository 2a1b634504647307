// SPDX-License-Identifier: BSD-3-Clause
#include "fusing.hpp"

#include <cstdlib>
#include <string_view>

namespace leat {

bool environment_fuses() {
  const char* set = std::getenv("LEAT_FUSE");
  const std::string_view fuse = set == nullptr ? "" : set;
  return fuse != "off" && fuse != "0" && fuse != "false";
}

} // namespace leat
