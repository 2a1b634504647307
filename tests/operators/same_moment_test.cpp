// SPDX-License-Identifier: BSD-3-Clause
// What is due at the same moment: within a node it has an order, between nodes it has none.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using leat::testing::simulation;
using words = std::vector<std::string>;
using ints = std::vector<int>;

namespace {

/// Sets timers for one moment, in an order that is neither that of their names nor of the items.
struct three_timers {
  using output = std::string;
  static void on_start(leat::context<std::string>& c) {
    const auto due = c.now() + 1h;
    for (const char* name : {"c", "a", "b"})
      c.set_timer(name, due);
    c.set_timer("early", due - 1ns);
    c.set_timer("c", due); // set anew: behind the others
  }
  static void on_item(int x, leat::context<std::string>& c) { c.push(std::to_string(x)); }
  static void on_timer(std::string_view name, leat::context<std::string>& c) {
    c.push(std::string(name));
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(same_moment_test)

BOOST_AUTO_TEST_CASE(timers_of_one_operator_fire_in_the_order_in_which_they_were_set) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    words out;
    p | leat::never<int>() | leat::op(three_timers{}) | leat::collect_into(out);
    simulation sim{p, {.seed = seed}};
    sim.advance(1h);
    BOOST_TEST(out == (words{"early", "a", "b", "c"}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_timer_goes_before_an_item_that_comes_when_it_is_due) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints sampled, quiet;
    std::vector<ints> windows;
    auto ticks = p | leat::from_periodic(1s, [n = 0]() mutable { return n++; }) | leat::take(7);
    ticks | leat::timed_window(2s) | leat::collect_into(windows);
    ticks | leat::sample(2s) | leat::collect_into(sampled);
    ticks | leat::debounce(1s) | leat::collect_into(quiet);
    simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    sim.finish();
    BOOST_CHECK((windows == std::vector<ints>{{0, 1}, {2, 3}, {4, 5}, {6}}));
    BOOST_CHECK((sampled == ints{1, 3, 5, 6}));
    BOOST_CHECK((quiet == ints{0, 1, 2, 3, 4, 5, 6}));
  }
}

BOOST_AUTO_TEST_CASE(timers_of_different_nodes_fire_in_any_order) {
  std::set<ints> orders;
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints out;
    auto once = p | leat::from_values(1, 2);
    auto tens = once | leat::map([](int x) { return 10 * x; });
    leat::merge(once | leat::delay(1h), tens | leat::delay(1h))
      | leat::collect_into(out);
    simulation sim{p, {.seed = seed, .fuse = false}};
    sim.advance(1h - 1ns);
    BOOST_CHECK(out.empty());
    sim.advance(1ns);
    BOOST_REQUIRE_EQUAL(out.size(), 4);
    orders.insert(out);
  }
  BOOST_CHECK(orders.contains(ints{1, 2, 10, 20})); // each delay gives its items in order,
  BOOST_CHECK(orders.contains(ints{10, 20, 1, 2})); // and the seed says which one is first
  for (const auto& order : orders) {
    const auto place = [&](int x) { return std::ranges::find(order, x) - order.begin(); };
    BOOST_CHECK(place(1) < place(2) && place(10) < place(20));
  }
}

BOOST_AUTO_TEST_CASE(an_earlier_timer_goes_first_whatever_the_seed) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints out;
    auto once = p | leat::from_values(1);
    auto early = once | leat::delay(1h - 1ns) | leat::map([](int) { return 2; });
    leat::merge(once | leat::delay(1h), early)
      | leat::collect_into(out);
    simulation sim{p, {.seed = seed, .fuse = false}};
    sim.finish();
    BOOST_CHECK((out == ints{2, 1}));
  }
}

BOOST_AUTO_TEST_SUITE_END()
