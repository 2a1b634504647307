// SPDX-License-Identifier: BSD-3-Clause
// Nodes that crash and begin afresh.
#include "pipelines.hpp"
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <ranges>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

namespace {

/// Adds up, and crashes on some numbers.
auto sums(std::set<int> bad) {
  return leat::scan(0, [bad = std::move(bad)](int sum, int x) {
    if (bad.contains(x))
      throw std::runtime_error("a bad number");
    return sum + x;
  });
}

constexpr auto one_for_all = leat::restart_strategy::one_for_all;
constexpr auto rest_for_one = leat::restart_strategy::rest_for_one;

/// A job that crashes, and would start over in an hour.
void build_crash_with_long_wait(leat::pipeline& p, std::atomic<bool>& crashed) {
  p | leat::from_values(1) | leat::map([&](int) -> int {
                               crashed = true;
                               throw std::runtime_error("one");
                             }).on_crash({.period = 10h, .wait = 1h, .strategy = one_for_all})
    | leat::discard();
}

leat::restart at_once(std::size_t intensity = 3) { return {.intensity = intensity, .wait = 0s}; }

std::string faults_of(leat::pipeline& p) {
  return message_of<leat::pipeline_error>([&] { leat::run(p); });
}

/// Takes each item a second later, and crashes on zero.
struct late {
  using output = int;
  struct state {
    std::vector<int> waiting;
  };
  void on_item(int x, state& s, leat::context<int>& c) {
    if (x == 0)
      throw std::runtime_error("zero");
    s.waiting.push_back(x);
    c.set_timer("out", c.now() + 1s);
  }
  void on_timer(std::string_view, state& s, leat::context<int>& c) {
    for (const int x : std::exchange(s.waiting, {}))
      c.push(x);
  }
};

/// Gives a number each 100 ms, and ends five seconds later.
struct paced {
  using output = int;
  struct state {
    std::size_t at = 0;
  };
  std::vector<int> numbers;

  leat::pull next(state& s, leat::context<int>& c) const {
    if (s.at == numbers.size())
      return leat::pull::end();
    c.push(numbers[s.at++]);
    return leat::pull::after(s.at == numbers.size() ? 5s : 100ms);
  }
};

/// Passes on what comes, says when an input ends, and crashes on zero.
struct both {
  using output = int;
  void on_item(leat::port<0>, int x, leat::context<int>& c) { take(x, c); }
  void on_item(leat::port<1>, int x, leat::context<int>& c) { take(x, c); }
  void on_port_end(int which, leat::context<int>& c) { c.push(-10 * (which + 1)); }
  void on_end(leat::context<int>& c) { c.push(-2); }

 private:
  static void take(int x, leat::context<int>& c) {
    if (x == 0)
      throw std::runtime_error("zero");
    c.push(x);
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(restarts_test)

BOOST_AUTO_TEST_CASE(it_begins_afresh_behind_the_item) {
  for (const bool fuse : {true, false})
    for (const std::size_t threads : {1, 4}) {
      leat::engine engine{{.threads = threads, .fuse = fuse}};
      std::vector<int> got;
      leat::pipeline p;
      p | leat::from_values(1, 2, 3, 4, 5) | sums({3}).on_crash(at_once())
        | leat::collect_into(got);
      leat::run(p, engine);
      BOOST_TEST((got == std::vector{1, 3, 4, 9}));
    }
}

BOOST_AUTO_TEST_CASE(on_a_thread_of_its_own) {
  std::vector<int> got;
  leat::pipeline p;
  p | leat::from_values(1, 2, 3, 4, 5) | sums({3}).blocking().on_crash(at_once())
    | leat::collect_into(got);
  leat::run(p);
  BOOST_TEST((got == std::vector{1, 3, 4, 9}));
}

BOOST_AUTO_TEST_CASE(the_wait_doubles) {
  leat::pipeline p;
  p | leat::from_values(-1, -2, -3, 3)
    | sums({-1, -2, -3}).on_crash({.intensity = 3, .period = 10s, .wait = 100ms})
    | leat::discard();
  leat::testing::simulation sim(p);
  sim.finish();
  BOOST_CHECK(sim.now() == leat::timestamp(700ms));
  BOOST_TEST(sim.metrics().node("scan").restarts == 3U);
  BOOST_TEST(sim.metrics().node("scan").failed.at("scan") == 3U);
}

BOOST_AUTO_TEST_CASE(one_more_than_it_may_fails_the_job) {
  leat::pipeline p;
  p | leat::from_values(-1, -2, -3, 4)
    | sums({-1, -2, -3}).named("sums").on_crash({.intensity = 2, .period = 5s, .wait = 1ms})
    | leat::discard();
  leat::testing::simulation sim(p);
  const auto story = message_of<leat::job_failed>([&] { sim.finish(); });
  BOOST_TEST(has(story, "scan 'sums' failed on item -3: a bad number; it had begun afresh 2 times "
                        "within 5 s"),
             story);
}

BOOST_AUTO_TEST_CASE(crashes_that_are_long_ago_do_not_count) {
  leat::pipeline p;
  p | leat::from_periodic(6s, [n = 0]() mutable { return --n; }) | leat::take(20)
    | leat::map([](int x) -> int { throw std::runtime_error(std::to_string(x)); })
        .named("thrower")
        .on_crash({.intensity = 1, .period = 5s, .wait = 1ms})
    | leat::discard();
  leat::testing::simulation sim(p);
  sim.finish();
  BOOST_TEST(sim.metrics().node("thrower").restarts == 20);
}

BOOST_AUTO_TEST_CASE(a_source_begins_with_its_first_item) {
  const auto thrown = std::make_shared<bool>(false);
  std::vector<int> got;
  leat::pipeline p;
  p | leat::from_generator([thrown, n = 0]() mutable -> std::optional<int> {
        if (n == 2 && !std::exchange(*thrown, true))
          throw std::runtime_error("dry for now");
        return n < 4 ? std::optional(n++) : std::nullopt;
      }).on_crash(at_once())
    | leat::collect_into(got);
  leat::testing::simulation sim(p);
  sim.finish();
  BOOST_TEST((got == std::vector{0, 1, 0, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(what_waited_for_a_timer_is_gone) {
  std::vector<int> got;
  leat::pipeline p;
  p | leat::op(paced{{1, 2, 0, 3}})
    | leat::op(late{}).on_crash({.intensity = 1, .period = 10s, .wait = 200ms})
    | leat::collect_into(got);
  leat::testing::simulation sim(p);
  sim.advance(1399ms); // the first life's would be at 1.1 s
  BOOST_TEST(got.empty());
  sim.advance(1ms);
  BOOST_TEST((got == std::vector{3}));
  sim.finish();
  BOOST_TEST(got.size() == 1U);
}

BOOST_AUTO_TEST_CASE(calls_of_an_earlier_life_are_not_heard) {
  // Both operators count their calls from one. What the first life's call 1 gives must not come out
  // as what call 1 of the second life gives.
  std::vector<leat::completion<int>> answers;
  std::vector<int> got;
  leat::pipeline p;
  p | leat::from_values(1, 2, 3)
    | leat::map_async<int>(
        [&](int x, leat::completion<int> done) {
          if (x == 2)
            throw std::runtime_error("two");
          answers.push_back(std::move(done));
        },
        {.in_flight = 2})
        .named("lookup")
        .on_crash({.intensity = 1, .period = 10s, .wait = 1s})
    | leat::collect_into(got);
  p | leat::from_timer(3s) | leat::for_each([&](auto&&) { answers[0](100); });
  p | leat::from_timer(5s) | leat::for_each([&](auto&&) { answers[1](300); });
  leat::testing::simulation sim(
    p, {.delay_calls = leat::duration::zero(), .calls_end_here = true});
  sim.finish();
  BOOST_TEST((got == std::vector{300}));
  BOOST_TEST(sim.metrics().node("lookup").dropped.at("lost by restart") == 1U);
  BOOST_TEST(sim.metrics().node("lookup").failed.at("lookup") == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_behind_begins_afresh_in_order) {
  for (const std::size_t chunk : {1, 2, 1024})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      std::vector<int> got;
      leat::pipeline p;
      leat::restart restart = at_once();
      restart.strategy = rest_for_one;
      p | leat::from_values(1, 2, 0, 3, 4) | sums({0}).named("first").on_crash(restart)
        | sums({}).named("second").own_actor() | leat::collect_into(got);
      leat::testing::simulation sim(p, {.seed = seed, .chunk_items = chunk});
      sim.finish();
      BOOST_TEST((got == std::vector{1, 4, 3, 10}));
      BOOST_TEST(sim.metrics().node("second").restarts == 1U);
    }
}

BOOST_AUTO_TEST_CASE(what_is_behind_on_two_ways_begins_afresh_once) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    auto restart = at_once();
    restart.strategy = rest_for_one;
    leat::stream<int> numbers = p | leat::from_values(1, 0, 2, -1, 3)
      | sums({0, -1}).named("first").on_crash(restart);
    leat::merge(numbers | leat::map([](int x) { return x; }),
                numbers | leat::filter([](int x) { return x > 0; }))
      | sums({}).named("second").own_actor() | leat::discard();
    leat::testing::simulation sim(p, {.seed = seed});
    sim.finish();
    BOOST_TEST(sim.metrics().node("second").restarts == 2U);
  }
}

BOOST_AUTO_TEST_CASE(a_loop_with_a_crash_ends) {
  for (const auto strategy :
       {leat::restart_strategy::one_for_one, leat::restart_strategy::rest_for_one})
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
      std::vector<int> got;
      leat::pipeline p;
      auto [again, back] = p.loop<int>();
      auto all = leat::merge(p | leat::from_values(20, 5, 7), again)
        | leat::map([](int x) {
            if (x == 6)
              throw std::runtime_error("six");
            return x - 1;
          })
            .on_crash({.intensity = 5, .wait = 10ms, .strategy = strategy});
      leat::stream<int> left = all | leat::filter([](int x) { return x > 0; });
      left | back;
      left | leat::collect_into(got);
      leat::testing::simulation sim(p, {.seed = seed});
      sim.finish();
      std::sort(got.begin(), got.end());
      std::vector<int> expected{1, 2, 3, 4, 6};
      for (int x = 6; x < 20; ++x)
        expected.push_back(x);
      std::sort(expected.begin(), expected.end());
      BOOST_TEST(got == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(an_ended_input_is_told_again) {
  // The first input has ended when the operator crashes on an item of the second one.
  std::vector<int> got;
  leat::pipeline p;
  auto early = p | leat::from_values(1, 2);
  auto later = p | leat::from_values(10, 0, 20) | leat::delay(1s);
  leat::op(both{}, early, later).on_crash(at_once()) | leat::collect_into(got);
  leat::testing::simulation sim(p);
  sim.finish();
  BOOST_TEST((got == std::vector{1, 2, -10, 10, -10, 20, -2}));
}

BOOST_AUTO_TEST_CASE(receipts_come_in_spite_of_crashes) {
  leat::engine engine;
  leat::pipeline p;
  std::atomic<int> seen = 0;
  auto [numbers, in] = p.input<int>();
  numbers | sums({0}).on_crash({.intensity = 5, .wait = 10ms})
    | leat::for_each([&](int) { ++seen; });
  leat::job job = leat::start(p, engine);
  for (const int x : {1, 0, 2})
    in.push(x);
  in.flush().get();
  BOOST_TEST(seen == 2);
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(a_job_can_be_stopped_during_the_wait) {
  leat::pipeline p;
  const auto dry = []() -> std::optional<int> { throw std::runtime_error("dry"); };
  p | leat::from_generator(dry).on_crash({.intensity = 100, .period = 24h, .wait = 1h})
    | leat::discard();
  leat::job job = leat::start(p);
  wait_until(job, [&] { return job.metrics().node("from_generator").restarts == 1; });
  BOOST_TEST(!job.stop(10ms).drained);
  BOOST_CHECK(job.state() == leat::job_state::cancelled);
}

BOOST_AUTO_TEST_CASE(instances_begin_afresh_by_themselves) {
  leat::pipeline p;
  auto counts = p | leat::from_range(std::views::iota(0, 100))
    | leat::key_by([](int x) { return x % 10; })
    | leat::scan(0, [](int n, int x) {
        if (x == 50)
          throw std::runtime_error("fifty");
        return n + 1;
      }).parallel(4)
        .named("counts")
        .on_crash(at_once())
    | leat::to_vector();
  leat::testing::simulation sim(p);
  sim.finish();
  const auto all = counts.get();
  BOOST_TEST(all.size() == 99U);
  std::uint64_t restarts = 0;
  for (auto& node : sim.metrics().nodes)
    restarts += node.restarts;
  BOOST_TEST(restarts == 1U);
  BOOST_TEST(std::ranges::count_if(all, [](auto& x) { return x.value == 10; }) < 10);
}

BOOST_AUTO_TEST_CASE(the_whole_job_starts_over) {
  const auto crashes = std::make_shared<std::atomic<int>>(0);
  leat::pipeline p;
  auto total = p | leat::from_values(1, 2, 3, 4) | leat::scan(0, [](int sum, int x) {
                                                     return sum + x;
                                                   }).own_actor()
    | leat::map([crashes](int x) {
        if (x == 6 && ++*crashes < 3)
          throw std::runtime_error("six");
        return x;
      }).named("check")
        .on_crash({.intensity = 2, .period = 1min, .wait = 1ms, .strategy = one_for_all})
    | leat::to_vector();
  leat::run(p);
  BOOST_TEST((total.get() == std::vector{1, 3, 6, 10}));
  BOOST_TEST(*crashes == 3);
}

BOOST_AUTO_TEST_CASE(the_whole_job_starts_over_so_often_only) {
  leat::pipeline p;
  p | leat::from_values(0, 1)
    | sums({1})
        .named("sums")
        .on_crash({.intensity = 2, .period = 1min, .wait = 1ms, .strategy = one_for_all})
    | leat::discard();
  const auto story = message_of<leat::job_failed>([&] { leat::run(p); });
  BOOST_TEST(has(story, "scan 'sums' failed on item 1: a bad number"), story);
  BOOST_TEST(has(story, "then: the job does not start over: 'sums' has crashed 3 times within"),
             story);
}

BOOST_AUTO_TEST_CASE(a_job_that_waits_to_start_over_can_be_cancelled) {
  std::atomic<bool> crashed = false;
  leat::pipeline p;
  build_crash_with_long_wait(p, crashed);
  leat::engine engine;
  leat::job job = leat::start(p, engine);
  wait_until(job, [&] { return crashed.load(); });
  const auto branch = [](leat::stream<int> s) { s | leat::discard(); };
  BOOST_CHECK_THROW(static_cast<void>(job.attach("map", branch)), std::logic_error);
  job.cancel();
  BOOST_TEST(job.wait_for(10s));
  BOOST_CHECK(job.state() == leat::job_state::cancelled);
}

BOOST_AUTO_TEST_CASE(a_job_can_be_cancelled_at_any_moment_of_a_crash) {
  leat::engine engine;
  for (int moment = 0; moment < 50; ++moment) {
    std::atomic<bool> crashed = false;
    leat::pipeline p;
    build_crash_with_long_wait(p, crashed);
    leat::job job = leat::start(p, engine);
    while (!crashed)
      std::this_thread::yield();
    for (int i = 0; i < moment; ++i)
      std::this_thread::yield();
    job.cancel();
    BOOST_TEST_REQUIRE(job.wait_for(1min));
    BOOST_CHECK(job.state() == leat::job_state::cancelled);
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_made_again_is_refused) {
  {
    leat::pipeline p;
    p | leat::from_values(1)
      | leat::map([only = std::make_unique<int>(1)](int x) { return x + *only; })
          .named("adder")
          .on_crash({})
      | leat::discard();
    const auto story = faults_of(p);
    BOOST_TEST(has(story, "'adder' is to begin afresh when it crashes, but 'adder'"), story);
    BOOST_TEST(has(story, "can't be made again, since what it has captured can't be copied"),
               story);
  }
  {
    std::vector<int> got;
    leat::pipeline p;
    p | leat::from_values(1) | leat::collect_into(got).on_crash({});
    const auto story = faults_of(p);
    BOOST_TEST(has(story, "writes to one place or speaks for the whole stream"), story);
  }
  {
    leat::pipeline p;
    p | leat::from_values(1)
      | sums({}).named("first").on_crash({.strategy = rest_for_one})
      | leat::map([only = std::make_unique<int>(1)](int x) { return x + *only; }).named("adder")
      | leat::discard();
    const auto story = faults_of(p);
    BOOST_TEST(has(story, "'first' is to begin afresh when it crashes, and all behind it, but "
                          "'adder'"),
               story);
  }
  BOOST_CHECK_THROW(static_cast<void>(leat::map([](int x) { return x; }).on_crash({.period = 0s})),
                    std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::map([](int x) { return x; }).on_crash({.wait = -1s})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
