// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines.hpp"

#include <boost/test/unit_test.hpp>

#include <numeric>
#include <stdexcept>
#include <utility>

BOOST_AUTO_TEST_SUITE(join_jobs_test)

BOOST_AUTO_TEST_CASE(everything_arrives_in_order_and_the_end_does_too) {
  for (const bool fuse : {true, false}) {
    leat::engine engine{{.fuse = fuse}};
    std::vector<int> numbers(20'000);
    std::iota(numbers.begin(), numbers.end(), 0);
    leat::pipeline from, to;
    auto [items, in] = to.input<int>(leat::budget(leat::items(7)));
    auto all = items | leat::to_vector();
    from | leat::from_range(numbers) | leat::map([](int x) { return x; }) | std::move(in);
    leat::job second = leat::start(to, engine);
    leat::job first = leat::start(from, engine);
    first.wait();
    second.wait(); // the last copy of the input went with the stream
    BOOST_TEST(all.get() == numbers, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_full_input_slows_the_stream_and_blocks_no_thread) {
  leat::engine engine{{.threads = 1}};
  const gate closed;
  std::atomic<int> left = 0, arrived = 0;
  leat::pipeline from, to;
  auto [items, in] = to.input<int>(leat::budget(leat::items(4)));
  items
    | leat::for_each([&](int) {
        closed.pass();
        ++arrived;
      })
        .blocking()
        .budget(leat::items(4));
  from | leat::from_generator([&]() -> std::optional<int> { return ++left; }) | in;
  leat::job second = leat::start(to, engine);
  leat::job first = leat::start(from, engine);
  wait_until(first,
             [&] { return has(first.diagnose(), "waits for room in the input of another job"); });

  leat::pipeline beside; // the only thread is free
  auto sum = beside | leat::from_values(1, 2, 3) | leat::sum() | leat::to_future();
  leat::run(beside, engine);
  BOOST_TEST(sum.get().value() == 6);

  closed.open();
  wait_until(second, [&] { return arrived > 10'000; });
  BOOST_TEST(first.stop(1min).drained);
  in.close();
  second.wait();
  BOOST_TEST(arrived == left);
}

BOOST_AUTO_TEST_CASE(receipts_wait_for_what_waits_for_room) {
  const gate closed;
  leat::pipeline from, to;
  auto [items, in] = to.input<int>(leat::budget(leat::items(1)));
  items | leat::for_each([&](int) { closed.pass(); }).blocking().budget(leat::items(1));
  auto [numbers, out] = from.input<int>();
  numbers | in;
  leat::job second = leat::start(to), first = leat::start(from);
  out.push_all(std::vector{1, 2, 3, 4, 5, 6});
  auto through = out.flush();
  wait_until(first, [&] { return has(first.diagnose(), "waits for room in the input"); });
  BOOST_TEST((through.wait_for(0s) == std::future_status::timeout));
  closed.open();
  through.get();
  out.close();
  first.wait();
  in.close();
  second.wait();
  BOOST_TEST(second.metrics().node("input").items_given == 6);
}

BOOST_AUTO_TEST_CASE(items_that_can_only_be_moved) {
  leat::pipeline from, to;
  auto [items, in] = to.input<std::unique_ptr<int>>(leat::budget(leat::items(2)));
  int sum = 0;
  std::move(items) | leat::for_each([&](const std::unique_ptr<int>& x) { sum += *x; });
  from | leat::from_range(std::vector{1, 2, 3, 4})
    | leat::map([](int x) { return std::make_unique<int>(x); }) | std::move(in);
  leat::job second = leat::start(to), first = leat::start(from);
  first.wait();
  second.wait();
  BOOST_TEST(sum == 10);
}

BOOST_AUTO_TEST_CASE(an_input_that_nobody_wants_any_more_cancels_the_stream) {
  leat::pipeline from, to;
  auto [items, in] = to.input<int>();
  auto three = items | leat::take(3) | leat::to_vector();
  from | endless() | in;
  leat::job second = leat::start(to), first = leat::start(from);
  first.wait();
  second.wait();
  BOOST_TEST((first.state() == leat::job_state::finished));
  BOOST_TEST(three.get() == (std::vector{0, 1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_failure_of_the_first_job_fails_the_second) {
  leat::pipeline from, to;
  auto [items, in] = to.input<int>();
  items | leat::discard();
  from | leat::from_values(1, 2)
    | leat::map([](int x) { return x == 2 ? throw std::runtime_error("broken") : x; }) | in;
  leat::job second = leat::start(to), first = leat::start(from);
  BOOST_CHECK_THROW(first.wait(), leat::job_failed);
  BOOST_TEST(has(message_of<leat::job_failed>([&] { second.wait(); }),
                 "leat::input: the job that feeds it failed or was cancelled"));
}

BOOST_AUTO_TEST_CASE(the_second_job_has_to_be_started_first) {
  leat::pipeline from, to;
  auto [items, in] = to.input<int>();
  items | leat::discard();
  from | leat::from_values(1) | in;
  const auto text = message_of<leat::job_failed>([&] { leat::run(from); });
  BOOST_TEST(has(text, "join failed: leat::input: the job has not been started"), text);
}

BOOST_AUTO_TEST_SUITE_END()
