// SPDX-License-Identifier: BSD-3-Clause
// Traps that streamz 0.6.5 falls into, one case each. (Its lost wake-up in latest is tested in
// operators/latest_test.cpp: the_last_one_always_arrives.)
#include "checked.hpp"
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using leat::testing::simulation;
using ints = std::vector<int>;
using groups = std::vector<ints>;

namespace {

ints numbers(int n) {
  ints all(static_cast<std::size_t>(n));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// A function that fails at this number, but goes on behind it.
auto fails_at(int bad) {
  return [bad](int x) { return x != bad ? x : throw std::runtime_error("bad"); };
}

/// How often a receipt is ready for `items`, pushed into what `build` makes of them.
template <class Build>
int receipts_for(const ints& items, unsigned seed, const Build& build) {
  leat::pipeline p;
  auto [stream, in] = p.input<int>();
  build(p, stream);
  simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0, .chunk_items = 1 + seed % 3}};
  int ready = 0;
  in.push_all(items);
  in.flush([&](const std::exception_ptr& error) { ready += error ? 100 : 1; });
  sim.settle();
  in.close();
  sim.finish();
  return ready;
}

} // namespace

BOOST_AUTO_TEST_SUITE(traps_test)

// streamz: waits d between items, so that the second leaves d after the first
BOOST_AUTO_TEST_CASE(delay_that_only_spaces) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  ints out;
  items | leat::delay(10s) | leat::collect_into(out);
  simulation sim{p};
  in.push(1);
  sim.advance(1s);
  in.push_all(ints{2, 3});
  sim.advance(9s - 1ns);
  BOOST_CHECK(out.empty());
  sim.advance(1ns);
  BOOST_CHECK((out == ints{1}));
  sim.advance(1s);
  CONTRACT_CHECK("trap", "delay", (out == ints{1, 2, 3}), "not at their time");
  in.close();
  sim.finish();
}

// streamz: the bound is looked at after the item is in, so every producer may pass it by one
BOOST_AUTO_TEST_CASE(soft_zip_bound) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [fast, in] = p.input<int>(leat::items(4));
    auto [slow, in_slow] = p.input<int>(leat::items(4));
    std::size_t out = 0;
    leat::zip(fast, slow).budget(leat::items(4)) | leat::for_each([&](int, int) { ++out; });
    simulation sim{p, {.seed = seed}};
    bool within = true;
    sim.after_each_step([&](auto) {
      for (const auto& edge : sim.metrics().edges)
        within = within && edge.in_flight <= edge.budget.size();
    });
    int taken = 0;
    for (int i = 0; i < 50; ++i, sim.settle())
      taken += in.try_push(i) ? 1 : 0;
    BOOST_CHECK_LE(taken, 9); // four in the input, one in its node's hand, four on the edge
    CONTRACT_CHECK("trap", "zip", within, "more than the budget");
    in_slow.push(1);
    sim.settle();
    BOOST_CHECK_EQUAL(out, 1);
    in.close();
    in_slow.close();
    sim.finish();
  }
}

// streamz: starts the call first and then looks for a place
BOOST_AUTO_TEST_CASE(n_plus_one_calls) {
  for (const auto order : {leat::async_order::ordered, leat::async_order::unordered})
    for (unsigned seed = 0; seed < 20; ++seed) {
      leat::pipeline p;
      int begun = 0, most = 0;
      const auto call = [&](int x, const leat::completion<int>& done) {
        ++begun;
        done(x);
      };
      p | leat::from_range(numbers(50))
        | leat::map_async<int>(call, {.in_flight = 3, .order = order}) | leat::discard();
      simulation sim{p, {.seed = seed, .fuse = false, .delay_calls = 1h}};
      sim.after_each_step([&](auto) {
        const auto ended = static_cast<int>(sim.metrics().node("map_async").items_out);
        most = std::max(most, begun - ended);
      });
      sim.finish();
      BOOST_CHECK_EQUAL(begun, 50);
      CONTRACT_CHECK("trap", "map_async", most == 3, most << " at once");
    }
}

// streamz: what a function throws ends the coroutine that feeds the node
BOOST_AUTO_TEST_CASE(a_node_silenced_by_one_exception) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  ints out;
  items | leat::map(fails_at(1)).on_error(leat::skip_item()) | leat::collect_into(out);
  simulation sim{p};
  for (int x : numbers(4)) {
    in.push(x);
    sim.settle();
  }
  in.close();
  sim.finish();
  CONTRACT_CHECK("trap", "map", (out == ints{0, 2, 3}), "silent");
}

// streamz: a poll that fails ends the source's loop, and nobody is told
BOOST_AUTO_TEST_CASE(sources_dead_after_an_error) {
  const auto third_call_fails = [n = 0]() mutable {
    return ++n == 3 ? throw std::runtime_error("not now") : n;
  };
  leat::pipeline p;
  ints out;
  p | leat::from_periodic(1s, third_call_fails).on_error(leat::retry(1, {.first = 100ms}))
    | leat::take(4) | leat::collect_into(out);
  simulation sim{p};
  sim.finish();
  CONTRACT_CHECK("trap", "from_periodic", (out == ints{1, 2, 4, 5}), "dead");

  leat::pipeline without;
  without | leat::from_periodic(1s, third_call_fails) | leat::discard();
  simulation failing{without};
  BOOST_CHECK_THROW(failing.finish(), leat::job_failed);
}

// streamz: counts steps from 0 instead of start, and takes a stop of 0 for none
BOOST_AUTO_TEST_CASE(slice_step) {
  CONTRACT_CHECK("trap", "slice",
                 (leat::testing::run(numbers(9), leat::slice(1, 8, 3)) == ints{1, 4, 7}),
                 "counts from 0");
  BOOST_CHECK((leat::testing::run(numbers(9), leat::slice(2, 3, 5)) == ints{2}));
  BOOST_CHECK((leat::testing::run(numbers(9), leat::slice(0, 0)).empty()));
}

// streamz: a buffer for each key that ever came, without any bound
BOOST_AUTO_TEST_CASE(endless_per_key_buffers) {
  leat::pipeline p;
  const auto itself = [](int x) { return x; };
  std::size_t out = 0;
  p | leat::from_range(numbers(100))
    | leat::partition(2, itself, {.timeout = 1s}).capacity(leat::items(4))
    | leat::for_each([&](const ints& group) { out += group.size(); });
  simulation sim{p, {.fuse = false}};
  std::size_t most = 0;
  sim.after_each_step(
    [&](auto) { most = std::max<std::size_t>(most, sim.metrics().node("partition").items_held); });
  sim.finish();
  BOOST_CHECK_EQUAL(out, 100);
  CONTRACT_CHECK("trap", "partition", most == 4, most << " held");
}

// streamz: knows no end, so what is left in a buffer never comes out
BOOST_AUTO_TEST_CASE(no_end_of_stream) {
  BOOST_CHECK((leat::testing::run(numbers(3), leat::partition(2)) == groups{{0, 1}, {2}}));
  CONTRACT_CHECK("trap", "timed_window",
                 (leat::testing::run(numbers(3), leat::timed_window(1h)) == groups{{0, 1, 2}}),
                 "no end");
  BOOST_CHECK((leat::testing::run(numbers(3), leat::delay(1h)) == numbers(3)));
  CONTRACT_CHECK("trap", "sum",
                 (leat::testing::run(numbers(4), leat::sum()) == ints{6}), "no end");
  CONTRACT_CHECK("trap", "last",
                 (leat::testing::run(numbers(4), leat::last()) == ints{3}), "no end");
}

// streamz: each round of a loop is a call inside the call of the round before it
BOOST_AUTO_TEST_CASE(recursion_in_loops) {
  constexpr int rounds = 1'000'000;
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  int newest = 0;
  leat::merge(p | leat::from_values(0), again) | leat::map([](int x) { return x + 1; })
    | leat::tap([&](int x) { newest = x; })
    | leat::take_while([](int x) { return x < rounds; })
    | back;
  leat::run(p);
  CONTRACT_CHECK("trap", "loop_head", newest == rounds, newest << " rounds");
}

// streamz: a node that is taken off a join leaves the join's buffers out of step
BOOST_AUTO_TEST_CASE(disconnect_on_joins) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    const auto all = p | leat::from_range(numbers(20));
    const auto some = all | leat::take(3);
    ints merged;
    std::vector<std::tuple<int, int>> all_pairs, few_pairs, first_pair;
    leat::merge(some, all) | leat::collect_into(merged);
    leat::zip(all, all) | leat::collect_into(all_pairs);
    leat::zip(all, some) | leat::collect_into(few_pairs);
    leat::zip(all, all) | leat::take(1) | leat::collect_into(first_pair);
    simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0, .chunk_items = 1 + seed % 4}};
    sim.finish();
    ints expected = numbers(20);
    expected.insert(expected.end(), {0, 1, 2});
    std::ranges::sort(expected);
    std::ranges::sort(merged);
    CONTRACT_CHECK("trap", "merge", merged == expected, "seed " << seed);
    BOOST_CHECK_EQUAL(all_pairs.size(), 20);
    BOOST_CHECK(std::ranges::all_of(
      all_pairs, [](auto& both) { return std::get<0>(both) == std::get<1>(both); }));
    BOOST_CHECK((few_pairs == std::vector<std::tuple<int, int>>{{0, 0}, {1, 1}, {2, 2}}));
    BOOST_CHECK((first_pair == std::vector<std::tuple<int, int>>{{0, 0}}));
  }
}

// streamz: back-pressure is a future that only an event loop waits for; a plain thread floods
BOOST_AUTO_TEST_CASE(back_pressure_that_needs_an_event_loop) {
  leat::pipeline p;
  auto [items, in] = p.input<int>(leat::items(4));
  std::promise<void> gate;
  ints out;
  items
    | leat::for_each([&, open = gate.get_future().share()](int x) {
        open.wait();
        out.push_back(x);
      }).budget(leat::items(4))
        .blocking();
  leat::job job = leat::start(p);
  int taken = 0;
  while (taken < 1000 && in.try_push(taken))
    ++taken;
  BOOST_CHECK_LT(taken, 20);
  std::jthread producer([&, in = in] {
    for (int x = taken; x < 1000; ++x)
      in.push(x);
    in.close();
  });
  gate.set_value();
  job.wait();
  BOOST_CHECK(out == numbers(1000));
}

// streamz: references are counted by hand in every node, and some forget to give one back
BOOST_AUTO_TEST_CASE(unbalanced_receipts) {
  for (unsigned seed = 0; seed < 12; ++seed) {
    const auto once = [&](const auto& build) {
      const int n = receipts_for(numbers(5), seed, build);
      BOOST_CHECK_EQUAL(n, 1);
    };
    once([](auto&, auto& s) { // branches that meet again
      leat::merge(s | leat::filter([](int x) { return x > 1; }), s, s) | leat::discard();
      s | leat::discard();
    });
    once([](auto&, auto& s) { s | leat::filter([](int) { return false; }) | leat::discard(); });
    once([](auto&, auto& s) { s | leat::take(2) | leat::discard(); });
    once([](auto&, auto& s) {
      s | leat::map(fails_at(3)).on_error(leat::skip_item()) | leat::discard();
    });
    once([](auto& p, auto& s) {
      auto [letters, box] = p.template dead_letters<int>();
      s | leat::map(fails_at(3)).on_error(box) | leat::discard();
      letters | leat::discard();
    });
    once([](auto&, auto& s) {
      s | leat::flat_map([](int) { return ints{}; }) | leat::discard();
    });
    once([](auto&, auto& s) {
      s | leat::flat_map([](int x) { return ints(100, x); }) | leat::discard();
    });
    once([](auto&, auto& s) { s | leat::partition(2) | leat::discard(); });
    once([](auto&, auto& s) { leat::zip(s, s | leat::take(1)) | leat::discard(); });
    once([](auto&, auto& s) {
      const auto call = [](int x, const leat::completion<int>& done) { done(x); };
      s | leat::map_async<int>(call, {.order = leat::async_order::latest})
        | leat::discard();
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()
