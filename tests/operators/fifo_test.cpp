// SPDX-License-Identifier: BSD-3-Clause
#include <leat/fifo.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <memory>
#include <random>

BOOST_AUTO_TEST_SUITE(fifo_test)

BOOST_AUTO_TEST_CASE(does_what_a_deque_does) {
  std::minstd_rand random(7);
  leat::fifo<int> tried;
  std::deque<int> known;
  for (int i = 0; i < 20'000; ++i) {
    switch (random() % (i % 1000 < 500 ? 5 : 3)) { // grows, then shrinks
    case 0:
    case 1:
      if (!known.empty()) {
        known.pop_front();
        tried.pop_front();
      }
      break;
    default:
      known.push_back(i);
      tried.push_back(i);
    }
    if (i % 700 == 0) {
      std::erase_if(known, [](int x) { return x % 3 == 0; });
      tried.erase_if([](int x) { return x % 3 == 0; });
    }
    BOOST_REQUIRE(tried.size() == known.size());
    BOOST_REQUIRE(tried.empty() == known.empty());
    if (!known.empty()) {
      BOOST_REQUIRE(tried.front() == known.front() && tried.back() == known.back());
      BOOST_REQUIRE(tried[known.size() / 2] == known[known.size() / 2]);
    }
    if (i % 100 == 0)
      BOOST_REQUIRE(std::equal(tried.begin(), tried.end(), known.begin(), known.end()));
  }
}

BOOST_AUTO_TEST_CASE(what_is_taken_out_is_gone_at_once) {
  leat::fifo<std::shared_ptr<int>> queue;
  const auto item = std::make_shared<int>(1);
  for (int i = 0; i < 100; ++i)
    queue.push_back(item);
  for (long left = 100; left > 0; --left) {
    BOOST_TEST(item.use_count() == left + 1);
    queue.pop_front();
  }
  BOOST_TEST(queue.empty());
  queue.push_back(item);
  BOOST_TEST(queue.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
