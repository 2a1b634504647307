// SPDX-License-Identifier: BSD-3-Clause
#include <leat/timer_heap.hpp>

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

leat::timestamp at(int s) { return leat::timestamp(std::chrono::seconds(s)); }

std::vector<std::uint64_t> all_due(leat::timer_heap& heap, int now) {
  std::vector<std::uint64_t> ids;
  while (const auto id = heap.take_due(at(now)))
    ids.push_back(*id);
  return ids;
}

} // namespace

BOOST_AUTO_TEST_SUITE(timer_heap_test)

BOOST_AUTO_TEST_CASE(fire_in_order_of_their_times_and_equal_ones_as_they_were_set) {
  leat::timer_heap heap;
  heap.set(3, at(2));
  heap.set(1, at(1));
  heap.set(4, at(2));
  heap.set(2, at(2));
  BOOST_TEST((all_due(heap, 1) == std::vector<std::uint64_t>{1}));
  BOOST_TEST((all_due(heap, 2) == std::vector<std::uint64_t>{3, 4, 2}));
  BOOST_TEST(heap.empty());
}

BOOST_AUTO_TEST_CASE(a_timer_that_is_set_again_or_cancelled_does_not_fire_at_its_old_time) {
  leat::timer_heap heap;
  heap.set(1, at(1));
  heap.set(1, at(5));
  heap.set(2, at(1));
  heap.cancel(2);
  BOOST_TEST((*heap.earliest() == at(5)));
  BOOST_TEST(all_due(heap, 4).empty());
  BOOST_TEST((all_due(heap, 5) == std::vector<std::uint64_t>{1}));
  BOOST_TEST(!heap.earliest());
}

BOOST_AUTO_TEST_SUITE_END()
