// SPDX-License-Identifier: BSD-3-Clause
#include <leat/map_async.hpp>

namespace leat::detail {

void require_sound(const map_async_options& options) {
  if (options.in_flight == 0)
    throw std::invalid_argument(
      "leat::map_async: with in_flight = 0 no call could ever be made; it must be at least 1");
  if (options.timeout < duration::zero())
    throw std::invalid_argument(
      "leat::map_async: the timeout is negative; leave it out to wait without limit");
}

void refuse_retry_of_uncopyable() {
  throw std::invalid_argument(
    "leat::map_async: the function takes its item as its own and such items can't be copied, so "
    "none can be tried again or become a dead letter; let it take const T&");
}

} // namespace leat::detail
