// SPDX-License-Identifier: BSD-3-Clause
// Items that cannot be copied, and what comes of them.
#pragma once

#include "checked.hpp"
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace contract {

using box = std::unique_ptr<int>;
using ints = std::vector<int>;

inline const ints all{1, 2, 3, 4, 5};
constexpr auto odd = [](const box& b) { return *b % 2 == 1; };

inline auto boxes(leat::pipeline& p) {
  return p | leat::from_range(all) | leat::map([](int x) { return std::make_unique<int>(x); });
}

/// What comes out of a pipeline whose streams are made by `build`, fused and not.
template <class Build>
ints opened(const Build& build) {
  ints first;
  for (const bool fuse : {true, false}) {
    leat::pipeline p;
    ints out;
    build(boxes(p)) | leat::for_each([&](const box& b) { out.push_back(*b); });
    leat::testing::simulation sim(p, {.seed = 1, .fuse = fuse, .chunk_items = 2});
    sim.finish();
    if (fuse)
      first = out;
    BOOST_TEST(out == first);
  }
  return first;
}

inline std::string listed(const ints& items) {
  std::string text;
  for (const int x : items)
    text += " " + std::to_string(x);
  return text;
}

/// `build` uses the operator of this header.
template <class Build>
void must_give(const std::string& header, const Build& build, const ints& expected) {
  const ints got = opened(build);
  CONTRACT_CHECK("move_only", header, got == expected, header << " gives" << listed(got));
}

} // namespace contract
