// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/seen_urls.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

using namespace crawler;

BOOST_AUTO_TEST_SUITE(seen_urls_test)

BOOST_AUTO_TEST_CASE(each_url_is_new_once) {
  seen_urls seen;
  constexpr int n = 100'000; // the table grows several times
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < n; ++i)
      BOOST_REQUIRE_EQUAL(seen.insert("http://h/" + std::to_string(i)), round == 0);
  BOOST_TEST(seen.size() == n);
}

BOOST_AUTO_TEST_CASE(an_empty_one_knows_nothing) {
  seen_urls seen;
  BOOST_TEST(seen.size() == 0);
  BOOST_TEST(seen.insert(""));
  BOOST_TEST(!seen.insert(""));
}

BOOST_AUTO_TEST_SUITE_END()
