// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "seeds.hpp"
#include "shrink.hpp"

#include <boost/test/unit_test.hpp>

using namespace random_pipelines;

BOOST_AUTO_TEST_SUITE(virtual_time_test)

BOOST_AUTO_TEST_CASE(under_ten_schedules) {
  BOOST_TEST(first_difference(0, pipelines / 2, true, simulated_difference) == "");
}

BOOST_AUTO_TEST_SUITE_END()
