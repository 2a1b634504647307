// SPDX-License-Identifier: BSD-3-Clause
#include <leat/held_items.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(held_items_test)

BOOST_AUTO_TEST_CASE(a_probe_passes_when_what_was_held_before_it_is_gone) {
  leat::held_items held;
  const auto before = held.add(2);
  const auto probe = held.close();
  const auto after = held.add(1);
  BOOST_TEST(!held.empty_up_to(probe));
  held.release(after, 1);
  BOOST_TEST(!held.empty_up_to(probe));
  held.release(before, 1);
  BOOST_TEST(!held.empty_up_to(probe));
  held.release(before, 1);
  BOOST_TEST(held.empty_up_to(probe));
  BOOST_TEST(held.size() == 0u);
}

BOOST_AUTO_TEST_CASE(a_probe_with_nothing_before_it_passes_at_once) {
  leat::held_items held;
  const auto probe = held.close();
  BOOST_TEST(held.empty_up_to(probe));
  held.add(1);
  BOOST_TEST(held.empty_up_to(probe));
}

BOOST_AUTO_TEST_CASE(what_leaves_in_order_leaves_from_the_oldest) {
  leat::held_items held;
  held.add(1);
  const auto first = held.close();
  held.add(1);
  const auto second = held.close();
  held.add(1);
  held.release_oldest(1);
  BOOST_TEST(held.empty_up_to(first));
  BOOST_TEST(!held.empty_up_to(second));
  held.release_oldest(1);
  BOOST_TEST(held.empty_up_to(second));
  BOOST_TEST(held.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
