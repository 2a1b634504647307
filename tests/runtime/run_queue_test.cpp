// SPDX-License-Identifier: BSD-3-Clause
// What a scheduler's threads take actors from, without a scheduler.
#include "actors/caf/run_queue.hpp"

#include <boost/test/unit_test.hpp>

#include <atomic>
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

/// Time that passes only while a thread gives way: a time slice each time.
class crowded_core {
 public:
  using time_point = leat::spinning::clock::time_point;

  explicit crowded_core(std::chrono::nanoseconds slice) : slice_(slice) {}
  [[nodiscard]] leat::spinning spinning(std::chrono::nanoseconds at_most) {
    return {at_most, [this] { return now_.load(); },
            [this] {
              ++looks_;
              pass(slice_);
            }};
  }
  void pass(std::chrono::nanoseconds time) { now_ = now_.load() + time; }
  [[nodiscard]] int looks() const { return looks_; }

 private:
  const std::chrono::nanoseconds slice_;
  std::atomic<time_point> now_ = time_point(1h);
  std::atomic<int> looks_ = 0;
};

void wait_for_sleepers(const leat::run_queue& queue, std::size_t n) {
  while (queue.asleep() != n)
    std::this_thread::yield();
}

/// Runs what comes; sleeps whenever it is looked at from outside.
class one_thread {
 public:
  explicit one_thread(leat::run_queue& queue) : queue_(queue) { wait_for_sleepers(queue_, 1); }
  one_thread(const one_thread&) = delete;
  one_thread& operator=(const one_thread&) = delete;
  ~one_thread() { queue_.push(&last_); }
  void one() {
    queue_.push(&next_);
    ran_.acquire();
    wait_for_sleepers(queue_, 1);
  }

 private:
  leat::run_queue& queue_;
  nothing_to_do next_;
  nothing_to_do last_;
  std::binary_semaphore ran_{0};
  std::jthread thread_{[this] {
    while (queue_.pop() == &next_)
      ran_.release();
  }};
};

} // namespace

BOOST_AUTO_TEST_SUITE(run_queue_test)

BOOST_AUTO_TEST_CASE(first_in_first_out) {
  leat::run_queue queue({.at_most = 0s});
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
  leat::run_queue queue({.at_most = 1h});
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
    leat::run_queue queue({.at_most = spin});
    nothing_to_do last;
    const std::jthread thread([&] { static_cast<void>(queue.pop()); });
    wait_for_sleepers(queue, 1);
    queue.push(&last);
  }
}

BOOST_AUTO_TEST_CASE(who_fell_asleep_last_is_woken_first) {
  leat::run_queue queue({.at_most = 0s});
  nothing_to_do next;
  std::atomic<int> woken = -1;
  std::binary_semaphore ran(0);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      static_cast<void>(queue.pop());
      woken = i;
      ran.release();
    });
    wait_for_sleepers(queue, threads.size());
  }
  for (int i = 2; i >= 0; --i) {
    queue.push(&next);
    ran.acquire();
    BOOST_TEST(woken == i);
  }
}

// Two that are there at once run at once, even if only one thread was seen to be awake.
BOOST_AUTO_TEST_CASE(two_come_while_one_thread_spins) {
  leat::run_queue queue({.at_most = 1h});
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

BOOST_AUTO_TEST_CASE(who_lost_its_core_to_others_does_not_spin_for_200_times_as_long) {
  crowded_core core(4ms);
  leat::run_queue queue(core.spinning(50us));
  one_thread runs(queue);
  BOOST_TEST(core.looks() == 1);
  core.pass(4ms * 200 - 1ns);
  runs.one();
  BOOST_TEST(core.looks() == 1);
  core.pass(1ns);
  runs.one();
  BOOST_TEST(core.looks() == 2);
}

BOOST_AUTO_TEST_CASE(who_gives_way_for_less_than_it_spins_goes_on_spinning) {
  crowded_core core(20us);
  leat::run_queue queue(core.spinning(50us));
  one_thread runs(queue);
  for (int spins = 1; spins <= 10; ++spins) {
    BOOST_TEST(core.looks() == 3 * spins);
    runs.one();
  }
}

// Whoever pushes must not rely on a thread that spins while another program has its core.
BOOST_AUTO_TEST_CASE(work_wakes_another_thread_while_the_one_that_spins_has_no_core) {
  std::atomic<leat::spinning::clock::time_point> now = leat::spinning::clock::time_point(1h);
  std::binary_semaphore gives_way(0);
  std::binary_semaphore has_core_again(0);
  leat::run_queue queue({50us, [&] { return now.load(); },
                         [&] {
                           gives_way.release();
                           has_core_again.acquire();
                         }});
  nothing_to_do last;
  std::binary_semaphore ran(0);
  const auto run = [&] {
    static_cast<void>(queue.pop());
    ran.release();
  };
  const std::jthread spins(run);
  gives_way.acquire();
  const std::jthread sleeps(run);
  wait_for_sleepers(queue, 1);
  now = now.load() + 51us;
  queue.push(&last);
  ran.acquire();
  queue.push(&last);
  has_core_again.release();
}

BOOST_AUTO_TEST_SUITE_END()
