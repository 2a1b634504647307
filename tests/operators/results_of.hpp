// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

/// What a spec makes of these items. It must be the same fused and unfused, on actors and in the
/// simulation, whose seeds cut the items into chunks of different sizes.
template <class T, class What>
auto results_of(const std::vector<T>& items, const What& what) {
  auto expected = leat::testing::run(items, what);
  for (const bool fuse : {true, false}) {
    for (unsigned seed = 1; seed < 6; ++seed)
      BOOST_CHECK(leat::testing::run(items, what, {.seed = seed, .fuse = fuse}) == expected);
    leat::engine actors{{.threads = 2, .fuse = fuse}};
    leat::pipeline p;
    decltype(expected) results;
    p | leat::from_range(items) | what | leat::collect_into(results);
    leat::run(p, actors);
    BOOST_CHECK(results == expected);
  }
  return expected;
}
