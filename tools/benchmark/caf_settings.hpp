// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <caf/actor_system_config.hpp>
#include <caf/atom.hpp>

#include <algorithm>
#include <cstddef>
#include <thread>

namespace bench {

/// The settings of CAF 0.17.6 that did best on two cores, with which Leat runs it, too: work
/// sharing, 16 messages at a time and actor, a thread for each core but at least two.
class caf_settings : public caf::actor_system_config {
 public:
  caf_settings() {
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-throughput", std::size_t{16});
    set("scheduler.max-threads", std::size_t{std::max(std::thread::hardware_concurrency(), 2u)});
  }
};

} // namespace bench
