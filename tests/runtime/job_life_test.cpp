// SPDX-License-Identifier: BSD-3-Clause
#include "pipelines.hpp"
#include <leat/simulation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <stdexcept>
#include <stop_token>
#include <system_error>
#include <utility>

BOOST_AUTO_TEST_SUITE(job_life_test)

BOOST_AUTO_TEST_CASE(wait_for_says_whether_the_job_has_ended) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p);
  BOOST_TEST(!job.wait_for(1ms));
  BOOST_TEST((job.state() == leat::job_state::running));
  in.close();
  BOOST_TEST(job.wait_for(leat::duration::max())); // clocks must not overflow
  BOOST_TEST(job.wait_for(0s));
  BOOST_TEST((job.state() == leat::job_state::finished));
}

BOOST_AUTO_TEST_CASE(a_failure_is_told_each_time_and_to_all) {
  leat::pipeline p;
  auto broken = p | leat::from_values(1)
    | leat::map([](int) -> int { throw std::runtime_error("broken"); }).named("press");
  leat::stream<int> pressed = broken;
  auto all = pressed | leat::to_vector();
  auto last = pressed | leat::to_future();
  leat::job job = leat::start(p);
  std::promise<std::exception_ptr> told;
  job.on_end([&](std::exception_ptr e) { told.set_value(std::move(e)); });
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(has(message_of<leat::job_failed>([&] { job.wait(); }),
                   "map 'press' failed on item 1: broken"));
  BOOST_CHECK_THROW(job.wait_for(1s), leat::job_failed);
  BOOST_CHECK_THROW(all.get(), leat::job_failed);
  BOOST_CHECK_THROW(last.get(), leat::job_failed);
  BOOST_CHECK_THROW(std::rethrow_exception(told.get_future().get()), leat::job_failed);
  bool late = false; // at once, when the job has ended
  job.on_end([&](const std::exception_ptr& e) { late = e != nullptr; });
  BOOST_TEST(late);
  BOOST_TEST((job.state() == leat::job_state::failed));
  BOOST_TEST(job.stop(1s).drained);
}

BOOST_AUTO_TEST_CASE(on_end_comes_once_and_what_it_throws_harms_nobody) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p);
  std::atomic<int> calls = 0;
  job.on_end([&](const std::exception_ptr& e) {
    calls += e ? 100 : 1;
    throw std::runtime_error("thrown at the end");
  });
  job.on_end([&](const std::exception_ptr&) { ++calls; });
  in.close();
  job.wait();
  BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_CASE(futures_of_a_job_that_finished) {
  leat::pipeline p;
  leat::stream<int> numbers = p | leat::from_values(1, 2, 3);
  auto all = numbers | leat::to_vector();
  auto last = numbers | leat::to_future();
  auto none = numbers | leat::filter([](int) { return false; }) | leat::to_future();
  leat::run(std::move(p));
  BOOST_TEST(all.get() == (std::vector{1, 2, 3}), boost::test_tools::per_element());
  BOOST_TEST(last.get().value() == 3);
  BOOST_TEST(!none.get().has_value());
}

BOOST_AUTO_TEST_CASE(cancel_ends_everything_and_is_no_failure) {
  leat::pipeline p;
  auto all = p | endless() | leat::map([](int x) { return x; }).own_actor() | leat::to_vector();
  leat::job job = leat::start(p);
  job.cancel();
  job.cancel();
  job.wait();
  BOOST_TEST((job.state() == leat::job_state::cancelled));
  BOOST_CHECK_THROW(all.get(), leat::job_cancelled);
}

BOOST_AUTO_TEST_CASE(a_job_may_be_stopped_or_cancelled_as_soon_as_it_has_started) {
  for (int i = 0; i < 500; ++i) { // the order must not overtake the job's begin
    leat::pipeline p;
    p | endless() | leat::for_each([](int) {}).own_actor();
    leat::job job = leat::start(p);
    if (i % 3 == 0)
      job.cancel();
    else if (i % 3 == 1)
      BOOST_TEST(job.stop(1min).drained);
    else
      BOOST_TEST(!job.diagnose().empty());
  }
}

BOOST_AUTO_TEST_CASE(a_node_may_be_cancelled_before_it_has_begun) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    auto [again, back] = p.loop<int>();
    again | leat::take(0) | leat::discard();
    p | endless() | back; // begins last
    leat::testing::simulation sim(p, {.seed = seed});
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(stop_drains) {
  std::atomic<int> left = 0;
  int arrived = 0;
  leat::pipeline p;
  p | leat::from_generator([&]() -> std::optional<int> { return ++left; })
    | leat::map([](int x) { return x; }).own_actor()
    | leat::for_each([&](int) { ++arrived; }).own_actor();
  leat::job job = leat::start(p);
  wait_until(job, [&] { return left > 5000; });
  const auto report = job.stop(leat::duration::max());
  BOOST_TEST(report.drained);
  BOOST_TEST(report.survivors.empty());
  BOOST_TEST(arrived == left);
  BOOST_TEST((job.state() == leat::job_state::stopped));
  BOOST_TEST(job.stop(0s).drained); // once more changes nothing
  job.cancel();
  BOOST_TEST((job.state() == leat::job_state::stopped));
}

BOOST_AUTO_TEST_CASE(stop_gives_out_what_is_held) {
  std::vector<std::vector<int>> batches;
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::partition(100) | leat::collect_into(batches);
  leat::job job = leat::start(p);
  in.push_all(std::vector{1, 2, 3});
  BOOST_TEST(job.stop(1min).drained);
  BOOST_TEST(batches.size() == 1);
  BOOST_TEST(batches.at(0) == (std::vector{1, 2, 3}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_not_out_by_the_deadline_is_named_and_cancelled) {
  leat::pipeline p;
  std::atomic<int> given = 0;
  p | leat::from_generator([&]() -> std::optional<int> { return given++; })
    | leat::delay(24h).capacity(leat::items(10)) | leat::for_each([](int) {}).named("late sink");
  leat::job job = leat::start(p);
  wait_until(job, [&] { return job.metrics().node("delay").items_held > 0; });
  const auto report = job.stop(1ms);
  BOOST_TEST(!report.drained);
  const std::string all = [&] {
    std::string text;
    for (auto& s : report.survivors)
      text += s + "; ";
    return text;
  }();
  BOOST_TEST(has(all, "delay (holds "), all);
  BOOST_TEST(has(all, "late sink"), all);
  BOOST_TEST((job.state() == leat::job_state::cancelled));
}

BOOST_AUTO_TEST_CASE(a_function_that_does_not_come_back_is_named_and_left_to_itself) {
  const gate closed;
  const auto life = std::make_shared<int>();
  const std::weak_ptr<int> alive = life;
  {
    leat::pipeline p;
    p
      | leat::from_generator(
          [closed,
           life = std::move(const_cast<std::shared_ptr<int>&>(life))]() -> std::optional<int> {
            closed.pass();
            return std::nullopt;
          })
          .named("stuck")
          .blocking()
      | leat::discard();
    leat::job job = leat::start(p);
    wait_until(job, [&] { return closed.reached(); });
    const auto report = job.stop(1ms);
    BOOST_TEST(!report.drained);
    BOOST_TEST_REQUIRE(report.survivors.size() >= 1);
    BOOST_TEST(report.survivors[0] == "stuck");
    BOOST_TEST((job.state() == leat::job_state::cancelled));
  }
  BOOST_TEST(!alive.expired());
  closed.open();
  while (!alive.expired()) // its thread ends in its own time
    std::this_thread::yield();
}

BOOST_AUTO_TEST_CASE(the_destructor_cancels_and_waits) {
  leat::engine engine;
  const auto life = std::make_shared<std::atomic<int>>(0);
  {
    leat::pipeline p;
    p | endless() | leat::map([life](int x) { return ++*life, x; }).own_actor()
      | leat::for_each([life](int) {}).own_actor();
    leat::job job = leat::start(p, engine);
    wait_until(job, [&] { return *life > 0; });
  }
  BOOST_TEST(life.use_count() == 1); // nothing of the program is left on any thread
}

BOOST_AUTO_TEST_CASE(a_job_that_is_assigned_to_ends_first) {
  std::atomic<int> seen = 0;
  const auto counting = [&](leat::pipeline p) {
    p | endless() | leat::for_each([&](int) { ++seen; });
    return leat::start(p);
  };
  leat::job job = counting(leat::pipeline());
  wait_until(job, [&] { return seen > 0; });
  leat::job other = counting(leat::pipeline());
  job = std::move(other);
  BOOST_TEST((job.state() == leat::job_state::running));
}

BOOST_AUTO_TEST_CASE(metrics_count_and_know_their_nodes) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::map([](int x) { return x; }).named("same").own_actor()
    | leat::discard().own_actor();
  leat::job job = leat::start(p);
  in.push_all(std::vector{1, 2, 3});
  in.flush().get();
  auto running = job.metrics();
  BOOST_TEST(running.node("input").items_given == 3);
  BOOST_TEST(running.node("same").items_in == 3);
  BOOST_TEST(running.node("same").items_out == 3);
  BOOST_TEST(running.edges.size() == 2);
  in.push(4);
  in.close();
  job.wait();
  BOOST_TEST(job.metrics().node("discard").items_in == 4);
  const auto text =
    message_of<std::out_of_range>([&] { static_cast<void>(job.metrics().node("nobody")); });
  BOOST_TEST(text == "leat: the job has no node 'nobody'; it has: input, same, discard");
}

BOOST_AUTO_TEST_CASE(who_has_the_result_sees_all_that_was_counted) {
  for (int i = 0; i < 50; ++i) {
    leat::pipeline p;
    auto numbers = p | leat::from_values(1, 2, 3) | leat::to_vector();
    leat::job job = leat::start(p);
    numbers.get(); // ready a moment before the job knows that it has ended
    const auto counted = job.metrics().nodes.front().items_given;
    BOOST_TEST(counted == 3U);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_token_drains) {
  std::stop_source stop;
  int arrived = 0;
  leat::pipeline p;
  p | endless() | leat::for_each([&](int x) {
    ++arrived;
    if (x == 100)
      stop.request_stop();
  });
  leat::run(p, stop.get_token());
  BOOST_TEST(arrived > 100);

  leat::pipeline q; // one that was requested before
  q | endless() | leat::discard();
  leat::run(q, stop.get_token());
}

BOOST_AUTO_TEST_CASE(waiting_inside_a_function_of_a_pipeline_is_refused) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [unread, full] = p.input<int>(leat::budget(leat::items(1)));
  const gate closed;
  unread | leat::for_each([closed](int) { closed.pass(); }).blocking().budget(leat::items(1));
  std::vector<std::string> texts;
  std::optional<leat::job> job;
  numbers | leat::for_each([&, full = full](int) {
    const auto refused = [&](auto f) {
      try {
        f();
        texts.emplace_back("not refused");
      } catch (const std::system_error& e) {
        texts.emplace_back(e.code() == std::errc::resource_deadlock_would_occur ? e.what()
                                                                                : "another error");
      }
    };
    refused([&] { job->wait(); });
    refused([&] { static_cast<void>(job->wait_for(1ms)); });
    refused([&] { static_cast<void>(job->stop(1ms)); });
    refused([&] { static_cast<void>(job->metrics()); });
    refused([] {
      leat::pipeline inner;
      inner | leat::from_values(1) | leat::discard();
      leat::run(inner);
    });
    refused([&] {
      while (full.push(1)) {
      }
    });
    refused([&] { // again and again: the stream may have taken one since
      while (full.push_for(1h, 1)) {
      }
    });
  });
  job.emplace(leat::start(p));
  in.push(1);
  in.flush().get();
  closed.open();
  BOOST_TEST(texts.size() == 7);
  for (auto& text : texts)
    BOOST_TEST((has(text, "inside a function of a pipeline") && has(text, "use ")), text);
  job->cancel();
}

BOOST_AUTO_TEST_CASE(waiting_for_a_job_at_its_own_end_is_refused) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p);
  std::promise<std::string> text;
  job.on_end([&](const std::exception_ptr&) {
    text.set_value(message_of<std::system_error>([&] { job.wait(); }));
  });
  in.close();
  BOOST_TEST(has(text.get_future().get(), "waiting for a job inside a function of a pipeline"));
}

BOOST_AUTO_TEST_SUITE_END()
