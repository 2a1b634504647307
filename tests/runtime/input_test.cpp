// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <utility>

BOOST_AUTO_TEST_SUITE(input_test)

BOOST_AUTO_TEST_CASE(an_input_outlives_a_job_that_finished) {
  std::optional<leat::input<int>> in;
  {
    leat::pipeline p;
    auto [numbers, pushed] = p.input<int>();
    numbers | leat::take(1) | leat::discard();
    in = pushed;
    leat::job job = leat::start(p);
    BOOST_TEST(in->push(1));
    job.wait();
  }
  BOOST_TEST(!in->push(2));
  BOOST_TEST(in->try_push(2).closed());
  BOOST_TEST(in->push_for(1h, 2).closed());
  BOOST_TEST(in->push_all(std::vector{1, 2}) == 0u);
  bool called = false;
  in->when_room([&] { called = true; });
  BOOST_TEST(called);
  in->flush().get();
  in->close();
}

BOOST_AUTO_TEST_CASE(receipts_of_a_job_that_failed_say_so) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::for_each([](int x) {
              if (x == 2)
                throw std::runtime_error("broken");
            }).own_actor();
  leat::job job = leat::start(p);
  in.push(1);
  in.flush().get();
  in.push(2);
  auto under_way = in.flush();
  BOOST_CHECK_THROW(under_way.get(), leat::job_failed);
  BOOST_CHECK_THROW(job.wait(), leat::job_failed);
  BOOST_CHECK_THROW(in.flush().get(), leat::job_failed);
  BOOST_TEST(!in.push(3));
}

BOOST_AUTO_TEST_CASE(receipts_of_a_job_that_was_cancelled_say_so) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  const gate closed;
  numbers | leat::for_each([&](int) { closed.pass(); }).blocking();
  leat::job job = leat::start(p);
  in.push(1);
  auto under_way = in.flush();
  wait_until(job, [&] { return closed.reached(); });
  job.cancel();
  closed.open();
  BOOST_CHECK_THROW(under_way.get(), leat::job_cancelled);
  job.wait();
  BOOST_CHECK_THROW(in.flush().get(), leat::job_cancelled);
}

BOOST_AUTO_TEST_CASE(a_branch_that_has_had_enough_counts_as_done) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [others, other] = p.input<int>(); // keeps the merge open
  std::vector<int> seen;
  leat::merge(numbers | leat::take(1).own_actor(), others) | leat::discard();
  numbers | leat::collect_into(seen);
  leat::job job = leat::start(p);
  for (int i = 1; i <= 3; ++i) {
    in.push(i);
    in.flush().get();
    BOOST_TEST(static_cast<int>(seen.size()) == i);
  }
  in.close();
  other.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(a_receipt_comes_when_nobody_wants_more) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [others, other] = p.input<int>(); // keeps the job going
  numbers | leat::take(1) | leat::discard();
  others | leat::discard();
  leat::job job = leat::start(p);
  in.push(1);
  for (int i = 0; i < 100; ++i)
    in.flush().get();
  BOOST_TEST((job.state() == leat::job_state::running));
  other.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(nothing_of_a_moved_range_is_lost_when_the_input_is_full) {
  leat::pipeline p;
  auto [texts, in] = p.input<std::string>(leat::budget(leat::items(3)));
  std::vector<std::string> seen, pushed;
  texts | leat::collect_into(seen);
  for (int i = 0; i < 500; ++i)
    pushed.push_back("a text that is too long to live inside its string: " + std::to_string(i));
  auto moved = pushed;
  leat::job job = leat::start(p);
  BOOST_TEST(in.push_all(std::move(moved)) == 500u);
  in.close();
  job.wait();
  BOOST_TEST(seen == pushed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(room_is_told_when_there_is_room_for_what_was_refused) {
  leat::pipeline p;
  auto [texts, in] = p.input<std::string>(leat::budget(leat::bytes(2000)));
  const gate closed;
  std::atomic<int> seen = 0;
  texts
    | leat::for_each([&](const std::string&) {
        closed.pass();
        ++seen;
      })
        .blocking()
        .budget(leat::items(1));
  leat::job job = leat::start(p);
  const std::string large(1500, 'x'), small(50, 'x');
  std::atomic<int> tries = 0;
  std::atomic<bool> taken = false;
  int pushed = 0;
  while (in.try_push(small))
    ++pushed;
  std::function<void()> push_large = [&, in = in] {
    ++tries;
    if (in.try_push(large))
      taken = true;
    else
      in.when_room(push_large);
  };
  push_large();
  closed.open();
  wait_until(job, [&] { return seen == pushed + 1; });
  BOOST_TEST(taken);
  BOOST_TEST(tries <= 2 + pushed / 20, "asked " << tries << " times"); // not in a circle
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(a_push_before_the_start_is_refused_in_words) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  const auto text = message_of<std::logic_error>([&] { in.push(1); });
  BOOST_TEST(has(text, "leat::input: the job has not been started"));
  BOOST_TEST(has(text, "push after leat::start"));
}

BOOST_AUTO_TEST_SUITE_END()
