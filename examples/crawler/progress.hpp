// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <crawler/items.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace crawler {

/// How far a crawl is: written by operators of the pipeline, read in any thread.
struct progress {
  std::atomic<std::uint64_t> reported{0};                              ///< URLs with an outcome
  std::array<std::atomic<std::uint64_t>, number_of_failures> errors{}; ///< of these, by class
  std::atomic<std::size_t> pending{0};                                 ///< in the frontier
  std::atomic<std::size_t> in_flight{0};
  std::atomic<std::size_t> hosts_ready{0};
  std::atomic<std::size_t> hosts_waiting{0};
  std::atomic<std::uint64_t> left_out{0}; ///< URLs that limits or a stop kept from being fetched

  void count(const outcome& o) {
    ++reported;
    ++errors[static_cast<std::size_t>(o.error)];
  }
};

} // namespace crawler
