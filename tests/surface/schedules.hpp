// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

using ints = std::vector<int>;
using texts = std::vector<std::string>;
using options = leat::testing::simulation::options;

inline constexpr std::size_t most_steps = 1'000'000;

/// Calls `test(options)` under each seed. Whatever goes wrong is reported with its seed.
template <class Test>
void under_each_seed(Test test) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      try {
        test(options{.seed = seed,
                     .fuse = seed % 2 == 0,
                     .delay_packets = seed % 3 == 0 ? 10ms : 0ms,
                     .repeat_grants = seed % 5 == 0});
      } catch (const std::exception& e) {
        BOOST_FAIL(e.what());
      }
    }
  }
}

/// A job that runs in circles has a seed, too.
inline void finish(leat::testing::simulation& sim) {
  sim.after_each_step([steps = std::size_t{0}](auto) mutable {
    if (++steps > most_steps)
      throw std::runtime_error("the job does not end");
  });
  sim.finish();
}

inline void run(leat::pipeline& p, const options& with) {
  leat::testing::simulation sim{p, with};
  finish(sim);
}
