// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"
#include "seeds.hpp"
#include "shrink.hpp"

#include <boost/test/unit_test.hpp>

using namespace random_pipelines;

BOOST_AUTO_TEST_SUITE(other_half_simulated_test)

BOOST_AUTO_TEST_CASE(the_other_half_under_ten_schedules) {
  BOOST_TEST(first_difference(pipelines / 2, pipelines / 2, false, simulated_difference) == "");
}

BOOST_AUTO_TEST_SUITE_END()
