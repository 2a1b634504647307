// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "seeds.hpp"
#include "shrink.hpp"

#include <boost/test/unit_test.hpp>
#include <spdlog/spdlog.h>

#include <memory>

using namespace random_pipelines;

namespace {
/// Thousands of failures are planned, and would all be told.
void log_nothing() { spdlog::register_logger(std::make_shared<spdlog::logger>("leat")); }
} // namespace

BOOST_AUTO_TEST_SUITE(actors_test)

BOOST_AUTO_TEST_CASE(one_thread_and_four_fused_and_unfused) {
  log_nothing();
  actors engines;
  BOOST_TEST(
    first_difference(0, pipelines, false, [&](auto& p) { return engines.difference(p); }) == "");
}

BOOST_AUTO_TEST_SUITE_END()
