// SPDX-License-Identifier: BSD-3-Clause
#include <leat/partition.hpp>

#include <stdexcept>

namespace leat {

partition_shape::partition_shape(std::size_t n, const partition_options& options)
  : n(n), timeout(options.timeout) {
  if (n == 0)
    throw std::invalid_argument(
      "leat::partition: vectors of 0 items hold nothing; n must be at least 1");
  if (timeout < duration::zero())
    throw std::invalid_argument(
      "leat::partition: the timeout is negative; leave it out to wait until a vector is full");
}

spec<partition_recipe> partition(std::size_t n, partition_options options,
                                 std::source_location where) {
  return spec(partition_recipe{.shape = partition_shape(n, options)}, where);
}

} // namespace leat
