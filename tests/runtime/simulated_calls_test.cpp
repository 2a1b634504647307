// SPDX-License-Identifier: BSD-3-Clause
// Calls of map_async that end in virtual time.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace {

/// Calls that end when the test says so.
using calls = std::vector<leat::completion<int>>;

auto keep_in(calls& all) {
  return [&all](int, leat::completion<int> done) { all.push_back(std::move(done)); };
}

const leat::testing::simulation_options in_virtual_time{.delay_calls = leat::duration::zero(),
                                                        .calls_end_here = true};

} // namespace

BOOST_AUTO_TEST_SUITE(simulated_calls_test)

BOOST_AUTO_TEST_CASE(a_future_ends_when_another_function_says_so) {
  std::promise<int> answer;
  std::vector<int> came;
  leat::pipeline p;
  p | leat::from_values(1) | leat::map_async([&](int) { return answer.get_future(); })
    | leat::for_each([&](int x) { came.push_back(x); });
  p | leat::from_timer(3s) | leat::for_each([&](auto&&) { answer.set_value(7); });
  leat::testing::simulation sim(p, in_virtual_time);
  sim.advance(2s);
  BOOST_TEST(came.empty());
  sim.advance(1s);
  BOOST_TEST(came == std::vector{7});
  sim.finish();
}

BOOST_AUTO_TEST_CASE(a_timeout_comes_before_a_late_call) {
  std::promise<int> answer;
  std::vector<int> came;
  leat::pipeline p;
  p | leat::from_values(1)
    | leat::map_async([&](int) { return answer.get_future(); }, {.timeout = 2s})
        .on_error(leat::skip_item())
    | leat::for_each([&](int x) { came.push_back(x); });
  p | leat::from_timer(3s) | leat::for_each([&](auto&&) { answer.set_value(7); });
  leat::testing::simulation sim(p, in_virtual_time);
  sim.finish();
  BOOST_TEST(came.empty());
  BOOST_CHECK(sim.now() == leat::timestamp(3s));
}

BOOST_AUTO_TEST_CASE(a_call_that_nothing_ends_is_named) {
  std::promise<int> answer;
  leat::pipeline p;
  p | leat::from_values(1)
    | leat::map_async([&](int) { return answer.get_future(); }).named("lookup") | leat::discard();
  leat::testing::simulation sim(p, in_virtual_time);
  BOOST_CHECK_EXCEPTION(sim.finish(), leat::testing::stuck, [](const auto& e) {
    return std::string(e.what()).find("lookup") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(a_timed_out_call_is_made_again) {
  calls begun;
  std::vector<int> came;
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  items
    | leat::map_async<int>(keep_in(begun), {.timeout = 2s, .retry = leat::retry(1, {.first = 1s})})
    | leat::collect_into(came);
  leat::testing::simulation sim(p, in_virtual_time);
  in.push(1);
  sim.advance(2s); // it has timed out
  sim.advance(1s - 1ns);
  BOOST_TEST(begun.size() == 1U);
  sim.advance(1ns);
  BOOST_TEST(begun.size() == 2U);
  begun.at(0)(10);
  sim.advance(2s - 1ns); // the second one has the whole timeout for itself
  BOOST_TEST(came.empty());
  begun.at(1)(20);
  sim.settle();
  BOOST_TEST(came == std::vector{20});
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(each_attempt_may_time_out) {
  calls begun;
  leat::pipeline p;
  p | leat::from_values(7)
    | leat::map_async<int>(keep_in(begun), {.timeout = 2s, .retry = leat::retry(1, {.first = 1s})})
    | leat::discard();
  leat::testing::simulation sim(p, in_virtual_time);
  BOOST_CHECK_EXCEPTION(sim.finish(), leat::job_failed, [](const leat::job_failed& e) {
    const leat::failure& why = e.failures().at(0);
    return why.attempts == 2 && why.item == "7" && why.what.find("timeout") != std::string::npos;
  });
  BOOST_TEST(begun.size() == 2U);
  BOOST_CHECK(sim.now() == leat::timestamp(5s));
}

BOOST_AUTO_TEST_CASE(in_order_an_item_that_timed_out_lets_those_behind_it_out) {
  calls begun;
  std::vector<int> came;
  leat::pipeline p;
  p | leat::from_values(1, 2, 3)
    | leat::map_async<int>(keep_in(begun), {.timeout = 2s}).on_error(leat::skip_item())
    | leat::collect_into(came);
  leat::testing::simulation sim(p, in_virtual_time);
  sim.settle();
  BOOST_REQUIRE(begun.size() == 3U);
  begun[2](3);
  begun[0](1);
  sim.advance(2s - 1ns);
  BOOST_TEST(came == std::vector{1});
  sim.advance(1ns);
  BOOST_TEST(came == (std::vector{1, 3}));
  sim.finish();
}

BOOST_AUTO_TEST_SUITE_END()
