// SPDX-License-Identifier: BSD-3-Clause
// On actors the cases give what they give in the simulation.
#include "checked.hpp"
#include "feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using namespace contract;
using namespace std::chrono_literals;

namespace {

void push_all(const probe_trial& t, const leat::input<int>& in) {
  for (const auto& burst : bursts())
    for (const int item : burst.items)
      if (!in.push(item))
        break;
  in.close();
  t.after_close();
}

struct simulated {
  std::vector<shown> out;
  bool takes_time = false; // actors would have to wait for it
};

simulated run_simulated(const probe_case& what) {
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  what.build(t, items);
  t.sim.emplace(t.p, leat::testing::simulation_options{.delay_calls = {}});
  push_all(t, in);
  t.sim->finish();
  return {std::move(t.out), t.sim->now() > leat::timestamp{}};
}

std::vector<shown> without_times(std::vector<shown> out) {
  for (auto& s : out)
    s.at = {};
  std::ranges::sort(out);
  return out;
}

/// Operators that wait, so shortly that actors can; their order does not depend on how long.
std::vector<probe_case> cases_that_wait() {
  return {
    {"delay", "a millisecond", [](auto& t, auto& s) { t.show(s | leat::delay(1ms)); }},
    {"rate_limit", "a millisecond", [](auto& t, auto& s) { t.show(s | leat::rate_limit(1ms)); }},
    {"partition", "a millisecond",
     [](auto& t, auto& s) { t.show(s | leat::partition(3, {.timeout = 1ms}) | leat::flatten()); }},
    {"timed_window_unique", "a millisecond",
     [](auto& t, auto& s) {
       t.show(s | leat::timed_window_unique(1ms, std::identity()) | leat::flatten());
     }},
    {"split", "", [](auto& t, auto& s) {
       auto [yes, no] = s | leat::split([](int x) { return x % 2 == 0; });
       t.show(leat::merge(yes, no));
     }},
  };
}

void must_be_as_simulated(const probe_case& what, const std::vector<shown>& simulated) {
  const auto expected = without_times(simulated);
  for (const unsigned threads : {1U, 4U})
    for (const bool fuse : {true, false}) {
      leat::engine on{{.threads = threads, .fuse = fuse}};
      probe_trial t;
      auto [items, in] = t.p.input<int>();
      what.build(t, items);
      leat::job j = leat::start(t.p, on);
      push_all(t, in);
      j.wait();
      const auto got = without_times(std::move(t.out));
      CONTRACT_CHECK("actors", what.header, got == expected,
                     name_of(what) << " on " << threads << " threads gives " << text_of(got)
                                   << " and not " << text_of(expected));
      BOOST_CHECK_MESSAGE(t.ends == 1 && !t.items_after_end,
                          name_of(what) << " ends " << t.ends << " times");
    }
}

/// What comes out by itself, however long the input stays open.
template <class Build>
std::vector<int> out_before_the_end(const Build& build, const leat::engine_options& options) {
  leat::engine on{options};
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  std::vector<int> out;
  build(items) | leat::collect_into(out);
  leat::job j = leat::start(p, on);
  for (int x = 1; x <= 20; ++x)
    in.push(x);
  in.flush().get();
  const auto before = out;
  in.close();
  j.wait();
  BOOST_TEST(before == out); // nothing was left for the end
  return before;
}

using pairs = std::vector<std::pair<int, int>>;

/// Two inputs in turn, each item when what came of the one before has come out.
template <class Combine>
pairs fed_in_turn(const Combine& combine, const leat::engine_options& options) {
  leat::engine on{options};
  leat::pipeline p;
  auto [a, to_a] = p.input<int>();
  auto [b, to_b] = p.input<int>();
  pairs out;
  combine(a, b) | leat::for_each([&](int x, int y) { out.emplace_back(x, y); });
  leat::job j = leat::start(p, on);
  for (int x = 0; x < 8; ++x) {
    const auto& in = x % 3 == 0 ? to_b : to_a;
    in.push(x);
    in.flush().get();
  }
  to_a.close();
  to_b.close();
  j.wait();
  return out;
}

template <class Combine>
void must_give(const std::string& header, const Combine& combine, const pairs& expected) {
  for (const unsigned threads : {1U, 4U})
    for (const bool fuse : {true, false}) {
      const pairs got = fed_in_turn(combine, {.threads = threads, .fuse = fuse});
      CONTRACT_CHECK("actors", header, got == expected,
                     header << " on " << threads << " threads gives " << got.size() << " pairs");
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(actors_test)

BOOST_AUTO_TEST_CASE(threads_and_fusing_change_nothing) {
  std::size_t tried = 0;
  for (const probe_case& what : probe_cases()) {
    const auto expected = run_simulated(what);
    if (expected.takes_time)
      continue;
    ++tried;
    must_be_as_simulated(what, expected.out);
  }
  BOOST_TEST(tried > 20U);
}

BOOST_AUTO_TEST_CASE(neither_do_short_waits) {
  for (const probe_case& what : cases_that_wait())
    must_be_as_simulated(what, run_simulated(what).out);
}

BOOST_AUTO_TEST_CASE(timers_let_items_out_before_the_end) {
  const auto check = [](const std::string& header, const auto& build, bool drops) {
    std::vector<int> all(20);
    std::iota(all.begin(), all.end(), 1);
    for (const unsigned threads : {1U, 4U})
      for (const bool fuse : {true, false}) {
        const auto got = out_before_the_end(build, {.threads = threads, .fuse = fuse});
        CONTRACT_CHECK("actors", header,
                       drops ? !got.empty() && got.back() == 20 : got == all,
                       header << " on " << threads << " threads gives " << got.size() << " items");
      }
  };
  using ints = leat::stream<int>;
  const auto debounced = [](ints& s) { return s | leat::debounce(1ms); };
  const auto sampled = [](ints& s) { return s | leat::sample(1ms); };
  const auto parts = [](ints& s) {
    return s | leat::partition(9, {.timeout = 1ms}) | leat::flatten();
  };
  const auto windows = [](ints& s) {
    return s | leat::timed_window_unique(1ms, std::identity()) | leat::flatten();
  };
  check("debounce", debounced, true);
  check("sample", sampled, true);
  check("partition", parts, false);
  check("timed_window_unique", windows, false);
}

BOOST_AUTO_TEST_CASE(the_newest_of_two_inputs_in_turn) {
  must_give(
    "combine_latest_operator",
    [](auto& a, auto& b) { return leat::combine_latest(a, b); },
    {{1, 0}, {2, 0}, {2, 3}, {4, 3}, {5, 3}, {5, 6}, {7, 6}});
  must_give(
    "zip_latest_operator", [](auto& a, auto& b) { return leat::zip_latest(a, b); },
    {{1, 0}, {2, 0}, {4, 3}, {5, 3}, {7, 6}});
}

BOOST_AUTO_TEST_SUITE_END()
