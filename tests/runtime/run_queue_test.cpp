// SPDX-License-Identifier: BSD-3-Clause
// What a scheduler's threads take actors from, without a scheduler.
#include "actors/caf/run_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <barrier>
#include <chrono>
#include <semaphore>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Something to run that only has an address.
class nothing_to_do : public caf::resumable {
 public:
  resume_result resume(caf::execution_unit* /*on*/, std::size_t /*most*/) override {
    return done;
  }
  void intrusive_ptr_add_ref_impl() override {}
  void intrusive_ptr_release_impl() override {}
};

void wait_for_sleepers(const leat::run_queue& queue, std::size_t n) {
  while (queue.asleep() != n)
    std::this_thread::yield();
}

} // namespace

BOOST_AUTO_TEST_SUITE(run_queue_test)

BOOST_AUTO_TEST_CASE(first_in_first_out) {
  leat::run_queue queue(0s);
  BOOST_TEST(queue.empty());
  nothing_to_do a;
  nothing_to_do b;
  queue.push(&a);
  queue.push(&b);
  queue.push(&a);
  BOOST_TEST(queue.pop() == &a);
  BOOST_TEST(queue.pop() == &b);
  BOOST_TEST(!queue.empty());
  BOOST_TEST(queue.pop() == &a);
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(one_thread_spins_and_the_others_sleep) {
  leat::run_queue queue(1h);
  nothing_to_do last;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i)
      threads.emplace_back([&] { static_cast<void>(queue.pop()); });
    wait_for_sleepers(queue, 2);
    for (int i = 0; i < 3; ++i)
      queue.push(&last);
  }
  BOOST_TEST(queue.empty());
}

BOOST_AUTO_TEST_CASE(who_has_spun_long_enough_sleeps_and_is_woken) {
  for (const auto spin : {std::chrono::nanoseconds(0), std::chrono::nanoseconds(100us)}) {
    leat::run_queue queue(spin);
    nothing_to_do last;
    const std::jthread thread([&] { static_cast<void>(queue.pop()); });
    wait_for_sleepers(queue, 1);
    queue.push(&last);
  }
}

// Two that are there at once run at once, even if only one thread was seen to be awake.
BOOST_AUTO_TEST_CASE(two_come_while_one_thread_spins) {
  leat::run_queue queue(1h);
  nothing_to_do next;
  nothing_to_do last;
  std::barrier both(2);
  std::counting_semaphore<2> ran(0);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 2; ++i)
    threads.emplace_back([&] {
      while (queue.pop() == &next) {
        both.arrive_and_wait();
        ran.release();
      }
    });
  for (int round = 0; round < 500; ++round) {
    wait_for_sleepers(queue, 1);
    queue.push(&next);
    queue.push(&next);
    ran.acquire();
    ran.acquire();
  }
  queue.push(&last);
  queue.push(&last);
}

BOOST_AUTO_TEST_SUITE_END()
