// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/retry_after.hpp>

#include <boost/test/unit_test.hpp>

using namespace crawler;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(retry_after_test)

BOOST_AUTO_TEST_CASE(seconds_and_dates) {
  const std::chrono::system_clock::time_point now(784'111'777s
                                                  - 10s); // the date below is at 784111777
  BOOST_TEST((parse_retry_after("120", now) == 120s));
  BOOST_TEST((parse_retry_after(" 0 ", now) == 0s));
  BOOST_TEST((parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now) == 10s));
  BOOST_TEST((parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", now + 1h) == 0s));
}

BOOST_AUTO_TEST_CASE(what_is_no_time) {
  for (auto text : {"", "  ", "soon", "-5", "1.5"})
    BOOST_TEST(!parse_retry_after(text, {}), text);
}

BOOST_AUTO_TEST_CASE(endless_times_stay_in_range) {
  const auto wait = parse_retry_after("99999999999999999999999", {});
  BOOST_REQUIRE(wait);
  BOOST_TEST((*wait == 366 * 24h));
}

BOOST_AUTO_TEST_SUITE_END()
