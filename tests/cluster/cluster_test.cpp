// SPDX-License-Identifier: BSD-3-Clause
// Coordinators and workers in one thread, in virtual time, with everything that can go wrong
// between them: whatever happens, a job ends with the right result, or in words, in bounded time.
#include "cluster_world.hpp"
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <string>

using namespace std::chrono_literals;

namespace {

std::uint32_t items_of_hours() {
  const auto* wanted = std::getenv("LEAT_HOURS");
  return 36'000 * static_cast<std::uint32_t>(wanted ? std::stoul(wanted) : 1);
}
void build_hour(leat::pipeline& p, results& r) {
  leat::stream<numbered> passed = p
    | leat::from_periodic(100ms, [n = 0U]() mutable { return numbered{0, n++}; })
    | leat::take(items_of_hours())
    | leat::map([](numbered x) { return x; }).parallel(4);
  passed | leat::key_by([](const numbered& x) { return x.value % 16; })
    | leat::scan(numbered{}, [](numbered seen, const numbered&) { return seen; }).parallel(4)
    | leat::values()
    | leat::for_each([&r](const numbered& x) { r.take(0, x.value); });
}

/// Up to fifteen faults in the first twenty seconds; the job may start over as often as it takes.
std::uint64_t run_with_faults(std::uint64_t seed) {
  const auto& what = jobs[seed % jobs.size()];
  world w(seed, what, {.intensity = 1000, .period = 24h});
  for (auto n = w.time.draw_below(16); n > 0; --n)
    w.time.after(w.time.draw_up_to(20s), life_id{}, [&w] { w.do_harm(); });
  w.time.after(20s, life_id{}, [&w] { w.between.slow = 200us; });
  const auto about = "seed " + std::to_string(seed) + ", " + what.name;
  BOOST_TEST_REQUIRE(w.pass(leat::timestamp(240s)), about << ": it does not end");
  const auto& result = *w.coordinator->result();
  BOOST_TEST((result.outcome == leat::job_outcome::finished), about << ": " << story_of(result));
  BOOST_TEST(what.is_right(w.mine.got), about << ": the result is wrong");
  BOOST_TEST(!w.mine.stale, about << ": something of an earlier attempt came");
  BOOST_TEST(w.between.budgets.fault().empty(), about << ": " << w.between.budgets.fault());
  w.time.pass(w.time.now() + 40s);
  BOOST_TEST(w.workers_are_free(), about << ": a worker keeps nodes of a job that is over");
  return w.time.trace();
}

} // namespace

BOOST_AUTO_TEST_SUITE(cluster_test)

BOOST_AUTO_TEST_CASE(without_faults_it_begins_once) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    world w(seed, jobs[seed % jobs.size()], {.intensity = 0, .period = 1s});
    BOOST_TEST_REQUIRE(w.pass(leat::timestamp(60s)));
    BOOST_TEST(w.what_.is_right(w.mine.got), w.what_.name);
    BOOST_TEST(w.coordinator->attempts() == 1U);
    BOOST_TEST(w.between.budgets.fault().empty(), w.between.budgets.fault());
    if (w.what_.name == std::string("tight"))
      BOOST_TEST(w.between.budgets.full() > 100U);
    if (w.what_.name == std::string("counts") && w.workers.size() > 1)
      BOOST_TEST(w.workers[0]->opened() == std::min<std::size_t>(w.workers.size(), 4) - 1);
  }
}

BOOST_AUTO_TEST_CASE(whatever_happens_the_result_is_right) {
  for (std::uint64_t seed = 0; seed < 1000 / share; ++seed)
    run_with_faults(seed);
}

BOOST_AUTO_TEST_CASE(a_seed_replays) {
  for (std::uint64_t seed = 0; seed < 30; ++seed)
    BOOST_TEST(run_with_faults(seed) == run_with_faults(seed));
}

BOOST_AUTO_TEST_CASE(without_leave_to_start_over_it_fails_by_name_in_bounded_time) {
  for (std::uint64_t seed = 0; seed < 200 / share; ++seed) {
    world w(seed, jobs[seed % jobs.size()], {.intensity = 0, .period = 1s});
    w.time.after(w.time.draw_up_to(2s), life_id{}, [&w] { w.kill(w.draw_worker(), 1h); });
    BOOST_TEST_REQUIRE(w.pass(leat::timestamp(40s)), "seed " << seed << ": it does not end");
    const auto& result = *w.coordinator->result();
    BOOST_TEST((result.outcome == leat::job_outcome::failed));
    BOOST_TEST(story_of(result).find("worker ") != std::string::npos, story_of(result));
  }
}

// Ten nodes, ten items a second. With LEAT_HOURS=24 it is the day of docs/reliability.md.
BOOST_AUTO_TEST_CASE(an_hour_passes_without_drift) {
  const job hour{"hour", build_hour, nullptr};
  world w(1, hour, {});
  const leat::duration begun = 10ms; // at most, to find the workers
  BOOST_TEST_REQUIRE(w.pass(leat::timestamp(100ms * items_of_hours() + begun)));
  BOOST_TEST(w.mine.got.size() == items_of_hours());
  BOOST_CHECK(w.time.now() >= leat::timestamp(100ms * (items_of_hours() - 1)));
}

BOOST_AUTO_TEST_CASE(workers_are_free_when_their_coordinator_is_gone) {
  for (std::uint64_t seed = 0; seed < 100 / share; ++seed) {
    world w(seed, jobs[seed % jobs.size()], {});
    w.pass(leat::timestamp(w.time.draw_up_to(2s)));
    w.coordinator.reset();
    const auto killed = w.time.now();
    w.time.pass(killed + w.of_workers.link_timeout + 1s);
    BOOST_TEST(w.workers_are_free(), "seed " << seed);
  }
}

BOOST_AUTO_TEST_SUITE_END()
