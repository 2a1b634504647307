// SPDX-License-Identifier: BSD-3-Clause
// Calls of map_async that end in virtual time.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <future>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

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

BOOST_AUTO_TEST_SUITE_END()
