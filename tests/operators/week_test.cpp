// SPDX-License-Identifier: BSD-3-Clause
// A virtual week: nothing drifts, nothing is lost, and what is due at one moment has an order.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;
using leat::testing::simulation;
using leat::testing::simulation_options;
using numbers = std::vector<std::int64_t>;

namespace {

constexpr leat::duration week = 7 * 24h;

auto counter() {
  return [n = std::int64_t(0)]() mutable { return n++; };
}

/// Counts what comes, and what did not come `apart` after the one before, the first at `first`.
struct pace {
  leat::duration first, apart;
  std::optional<simulation> sim{};
  std::int64_t seen = 0;
  std::int64_t wrong = 0;

  [[nodiscard]] leat::duration now() const { return sim->now().time_since_epoch(); }
  void note(std::int64_t number) {
    if (number != seen || now() != first + apart * seen)
      ++wrong;
    ++seen;
  }
};

/// What `build` makes of a week of periodic numbers.
template <class Build>
void must_keep_pace(pace of, leat::duration every, const simulation_options& options,
                    std::int64_t expected, const Build& build) {
  leat::pipeline p;
  auto note = [&of](std::int64_t number) { of.note(number); };
  build(p | leat::from_periodic(every, counter())) | leat::for_each(note);
  of.sim.emplace(p, options);
  of.sim->advance(week);
  BOOST_CHECK_EQUAL(of.seen, expected);
  BOOST_CHECK_EQUAL(of.wrong, 0);
  of.sim.reset(); // before what it writes to
}

/// A clock of the program's own, which begins anew if nothing is loaded.
struct ticking {
  using output = leat::timestamp;
  static void on_start(leat::context<leat::timestamp>& c) { c.set_timer("tick", c.now() + 7s); }
  static void on_timer(std::string_view, leat::context<leat::timestamp>& c) {
    c.push(c.now());
    c.set_timer("tick", c.now() + 7s);
  }
  static void on_item(int, leat::context<leat::timestamp>&) {}
};

constexpr auto as_it_is = [](auto s) { return s; };

} // namespace

BOOST_AUTO_TEST_SUITE(week_test)

BOOST_AUTO_TEST_CASE(periodic_items_stay_on_their_grid) {
  must_keep_pace({0s, 1s}, 1s, {}, week / 1s + 1, as_it_is);
  for (unsigned seed = 1; seed < 4; ++seed)
    must_keep_pace({0s, 7s}, 7s, {.seed = seed, .fuse = false}, week / 7s + 1, as_it_is);
  // no whole number of them in a week, nor of nanoseconds in a third of a minute
  constexpr leat::duration odd = 20s / 3;
  must_keep_pace({0s, odd}, odd, {.seed = 4}, week / odd + 1, as_it_is);
}

BOOST_AUTO_TEST_CASE(a_fixed_delay_does_not_drift_when_nothing_is_late) {
  leat::pipeline p;
  pace of{0s, 7s};
  p | leat::from_periodic(7s, counter(), leat::fixed_delay())
    | leat::for_each([&](std::int64_t n) { of.note(n); });
  of.sim.emplace(p);
  of.sim->advance(week);
  BOOST_CHECK_EQUAL(of.seen, week / 7s + 1);
  BOOST_CHECK_EQUAL(of.wrong, 0);
  of.sim.reset();
}

BOOST_AUTO_TEST_CASE(a_timer_of_a_week_is_neither_early_nor_late) {
  leat::pipeline p;
  std::vector<leat::timestamp> out;
  p | leat::from_timer(week) | leat::collect_into(out);
  simulation sim{p};
  sim.advance(week - 1ns);
  BOOST_CHECK(out.empty());
  sim.advance(1ns);
  BOOST_CHECK((out == std::vector{leat::timestamp{} + week}));
}

BOOST_AUTO_TEST_CASE(a_delay_keeps_all_distances) {
  static constexpr leat::duration by = 1h + 1ns;
  for (unsigned seed = 0; seed < 3; ++seed)
    must_keep_pace({by, 7s}, 7s, {.seed = seed}, (week - by) / 7s + 1,
                   [](auto s) { return std::move(s) | leat::delay(by); });
}

BOOST_AUTO_TEST_CASE(a_rate_limit_does_not_drift) {
  // ticks that find no room are late and not made up for, so that its grid decides
  for (unsigned seed = 0; seed < 3; ++seed) {
    leat::pipeline p;
    pace of{0s, 11s};
    p | leat::from_generator([n = std::int64_t(0)]() mutable { return std::optional(n++); })
      | leat::rate_limit(11s) | leat::for_each([&](std::int64_t n) { of.note(n); });
    of.sim.emplace(p, simulation_options{.seed = seed});
    of.sim->advance(week);
    BOOST_CHECK_EQUAL(of.seen, week / 11s + 1);
    BOOST_CHECK_EQUAL(of.wrong, 0);
    of.sim.reset();
  }
  // slower than the limit, it touches nothing
  must_keep_pace({0s, 7s}, 7s, {}, week / 7s + 1,
                 [](auto s) { return std::move(s) | leat::rate_limit(7s); });
}

BOOST_AUTO_TEST_CASE(three_a_minute_are_three_a_minute) {
  leat::pipeline p;
  std::int64_t seen = 0;
  p | leat::from_generator([n = 0]() mutable { return std::optional(n++); })
    | leat::rate_limit(3, 1min, 5) | leat::for_each([&](int) { ++seen; });
  simulation sim{p};
  sim.advance(week);
  BOOST_CHECK_EQUAL(seen, 5 + 3 * (week / 1min));
}

BOOST_AUTO_TEST_CASE(windows_end_at_their_borders) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    leat::pipeline p;
    std::int64_t windows = 0, wrong = 0;
    std::optional<simulation> sim;
    // items 0s, 7s … : each seventh hour one comes at a border, and belongs to the next window
    p | leat::from_periodic(7s, counter()) | leat::timed_window(1h)
      | leat::for_each([&](const numbers& items) {
          const leat::duration begins = 1h * windows, ends = 1h * ++windows;
          const auto up_to = [](leat::duration t) { return (t + 7s - 1ns) / 7s; }; // items before t
          const auto first = up_to(begins), n = up_to(ends) - first;
          if (sim->now() != leat::timestamp{} + ends || std::ssize(items) != n
              || items.front() != first || items.back() != first + n - 1)
            ++wrong;
        });
    sim.emplace(p, simulation_options{.seed = seed, .fuse = seed % 2 == 0});
    sim->advance(week);
    BOOST_CHECK_EQUAL(windows, week / 1h);
    BOOST_CHECK_EQUAL(wrong, 0);
    sim.reset();
  }
}

BOOST_AUTO_TEST_CASE(silence_is_measured_to_the_nanosecond) {
  for (unsigned seed = 0; seed < 3; ++seed) {
    must_keep_pace({0s, 7s}, 7s, {.seed = seed}, week / 7s + 1,
                   [](auto s) { return std::move(s) | leat::timeout(7s + 1ns); });
    must_keep_pace({0s, 7s}, 7s, {.seed = seed}, week / 7s + 1,
                   [](auto s) { return std::move(s) | leat::keep_alive(7s + 1ns, -1); });
  }
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  items | leat::timeout(week) | leat::discard();
  simulation sim{p};
  sim.advance(week - 1ns);
  BOOST_CHECK(!sim.finished());
  BOOST_CHECK_THROW(sim.advance(1ns), leat::job_failed);
  for (unsigned seed = 0; seed < 20; ++seed) { // an item that comes then is too late
    leat::pipeline q;
    q | leat::from_periodic(7s, counter()) | leat::timeout(7s) | leat::discard();
    simulation late{q, {.seed = seed, .fuse = seed % 2 == 0}};
    BOOST_CHECK_THROW(late.advance(7s), leat::job_failed);
  }
}

BOOST_AUTO_TEST_CASE(late_ticks_come_once_and_the_grid_stays) {
  for (unsigned seed = 0; seed < 5; ++seed) {
    leat::pipeline p;
    std::vector<leat::duration> made;
    std::optional<simulation> sim;
    leat::testing::sink_probe<std::int64_t> probe(p);
    p | leat::from_periodic(7s, [&, n = std::int64_t(0)]() mutable {
          made.push_back(sim->now().time_since_epoch());
          return n++;
        }).own_actor()
      | leat::map([](std::int64_t n) { return n; }).own_actor().budget(leat::items(2)) | probe;
    sim.emplace(p, simulation_options{.seed = seed});
    probe.request(100);
    sim->advance(week / 2 + 3s); // for the most part nobody wants any
    const std::size_t waiting = made.size() - 100;
    BOOST_CHECK_EQUAL(probe.items().size(), 100);
    BOOST_CHECK_LT(made.size(), 30'000); // of 43,201
    probe.request(1'000'000);
    sim->settle();
    const std::size_t now = made.size();
    BOOST_CHECK_LE(now, 100 + waiting + 1); // the tick that was late, once, and no burst
    sim->advance(week - week / 2 - 3s);
    for (std::size_t i = now; i < made.size(); ++i)
      BOOST_REQUIRE_EQUAL((made[i] % 7s).count(), 0);
    BOOST_CHECK_EQUAL(made.size() - now, week / 7s - (week / 2 + 3s) / 7s);
    BOOST_CHECK_EQUAL(probe.items().size(), made.size()); // and none is lost
    BOOST_CHECK_EQUAL(probe.items().back() + 1, std::ssize(made));
    sim.reset();
  }
}

BOOST_AUTO_TEST_CASE(a_timer_that_was_saved_goes_off_when_it_was_due) {
  const auto build = [](leat::pipeline& p, std::vector<leat::timestamp>& out) {
    p | leat::never<int>() | leat::op(ticking{}) | leat::collect_into(out);
  };
  leat::pipeline p, q;
  std::vector<leat::timestamp> before, after;
  build(p, before);
  build(q, after);
  simulation sim{p};
  sim.advance(10s);
  simulation restored{
    q, {.restore = sim.save(), .begins_at = sim.now().time_since_epoch()}};
  restored.advance(11s);
  const leat::timestamp start{};
  BOOST_CHECK((before == std::vector{start + 7s}));
  BOOST_CHECK((after == std::vector{start + 14s, start + 21s}));
}

BOOST_AUTO_TEST_SUITE_END()
