// SPDX-License-Identifier: BSD-3-Clause
// Coordinators and workers in one thread, in virtual time, with everything that can go wrong
// between them: whatever happens, a job ends with the right result, or in words, in bounded time.
#include "simulated_cluster.hpp"
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ // twelve times slower
constexpr std::uint64_t share = 5;
#else
constexpr std::uint64_t share = 1;
#endif

struct numbered {
  std::uint32_t attempt = 0;
  std::uint32_t value = 0;
};

/// What the coordinator's sinks have got in the attempt that runs.
struct results {
  std::uint32_t attempt = 0;
  std::vector<std::uint32_t> got;
  bool stale = false; // something of an earlier attempt came

  void take(std::uint32_t of, std::uint32_t value) {
    stale = stale || of != attempt;
    got.push_back(value);
  }
  void begin_with(leat::pipeline& p) {
    p.graph()->on_start_over([this] {
      ++attempt;
      got.clear();
    });
  }
};

auto numbers(results& r, std::uint32_t n) {
  return leat::from_generator([&r, n, next = 0U]() mutable -> std::optional<numbered> {
    if (next == n)
      return std::nullopt;
    return numbered{r.attempt, next++};
  });
}

/// A job, and whether what it has given is right.
struct job {
  const char* name;
  void (*build)(leat::pipeline&, results&);
  bool (*is_right)(std::vector<std::uint32_t>);
};

// Edges between all processes: to workers, from worker to worker, back. Counts per key.
void build_counts(leat::pipeline& p, results& r) {
  p | numbers(r, 500) | leat::rate_limit(10ms)
    | leat::map([](numbered x) { return numbered{x.attempt, x.value * 5 + x.value % 5}; })
        .parallel(3)
    | leat::key_by([](const numbered& x) { return x.value % 5; })
    | leat::scan(numbered{}, [](numbered seen, const numbered& x) {
        return numbered{x.attempt, seen.value + 1};
      }).parallel(4)
    | leat::values() | leat::for_each([&r](const numbered& x) { r.take(x.attempt, x.value); });
}
bool counts_are_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right;
  for (std::uint32_t count = 1; count <= 100; ++count)
    right.insert(right.end(), 5, count);
  std::ranges::sort(got);
  return got == right;
}

// A loop whose body is on the workers: rounds of probes go through all processes.
void build_loop(leat::pipeline& p, results& r) {
  auto [again, back] = p.loop<numbered>();
  leat::stream<numbered> left = leat::merge(p | numbers(r, 60) | leat::rate_limit(50ms), again)
    | leat::map([](numbered x) { return numbered{x.attempt, x.value / 2}; }).parallel(3)
    | leat::filter([](const numbered& x) { return x.value > 0; });
  left | back;
  left | leat::for_each([&r](const numbered& x) { r.take(x.attempt, x.value); });
}
bool loop_is_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right;
  for (std::uint32_t n = 0; n < 60; ++n)
    for (auto x = n / 2; x > 0; x /= 2)
      right.push_back(x);
  std::ranges::sort(got);
  std::ranges::sort(right);
  return got == right;
}

// Items of several fragments.
struct heavy {
  std::uint32_t attempt = 0;
  std::uint32_t value = 0;
  std::vector<std::uint32_t> load{};
};
void build_heavy(leat::pipeline& p, results& r) {
  p | numbers(r, 120) | leat::rate_limit(20ms) | leat::map([](numbered x) {
    return heavy{x.attempt, x.value, std::vector<std::uint32_t>((x.value % 40) * 1000, x.value)};
  })
    | leat::map([](heavy x) {
        x.load.push_back(x.value);
        return x;
      }).parallel(4)
    | leat::for_each([&r](const heavy& x) {
        const bool whole = x.load.size() == (x.value % 40) * 1000 + 1
          && std::ranges::count(x.load, x.value) == static_cast<long>(x.load.size());
        r.take(x.attempt, whole ? x.value : 1'000'000);
      });
}
bool heavy_is_right(std::vector<std::uint32_t> got) {
  std::vector<std::uint32_t> right(120);
  std::iota(right.begin(), right.end(), 0U);
  std::ranges::sort(got);
  return got == right;
}

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

const job jobs[] = {{"counts", build_counts, counts_are_right},
                    {"loop", build_loop, loop_is_right},
                    {"heavy", build_heavy, heavy_is_right}};

class world {
 public:
  world(std::uint64_t seed, const job& what, leat::restart_limit restarts)
    : what_(what), time(seed), between(time), workers(1 + time.draw_below(4)) {
    of_workers.link_timeout += time.draw_up_to(5s); // nobody has to have the same
    std::vector<std::uint32_t> addresses;
    for (std::uint32_t w = 0; w < workers.size(); ++w) {
      start(w);
      addresses.push_back(w + 1);
    }
    coordinator = std::make_unique<simulated_coordinator>(
      between, 0, options, addresses,
      [this](leat::pipeline& p) {
        what_.build(p, mine);
        mine.begin_with(p);
      },
      restarts);
  }

  void start(std::size_t w) {
    workers[w] = std::make_unique<simulated_worker>(
      between, static_cast<std::uint32_t>(w + 1), of_workers,
      [this](leat::pipeline& p) { what_.build(p, elsewhere_); });
  }
  void kill(std::size_t w, leat::duration down) {
    workers[w].reset();
    time.after(down, life_id{}, [this, w] {
      if (!workers[w])
        start(w);
    });
  }
  [[nodiscard]] std::size_t draw_worker() { return time.draw_below(workers.size()); }

  void do_harm() {
    const auto w = draw_worker();
    const auto address = static_cast<std::uint32_t>(w + 1);
    switch (time.draw_below(8)) {
    case 0:
    case 1:
      return between.cut_one();
    case 2:
      return between.garble_one();
    case 3: {
      const auto other = static_cast<std::uint32_t>(time.draw_below(workers.size() + 1));
      return between.block(address, other, time.now() + time.draw_up_to(16s));
    }
    case 4: {
      const bool worker = time.draw_below(4) > 0;
      const auto which = worker && workers[w] ? workers[w]->life() : coordinator->life();
      return time.freeze(which, time.now() + time.draw_up_to(8s));
    }
    case 5:
    case 6:
      return kill(w, time.draw_up_to(3s));
    default:
      if (workers[w])
        workers[w]->jump(time.draw_up_to(10s));
      between.slow = 200us + time.draw_up_to(50ms);
    }
  }

  /// True if the job is over by then.
  bool pass(leat::timestamp until) {
    while (!coordinator->result() && time.step(until))
      if (time.steps() % 97 == 0)
        budgets_kept = budgets_kept && coordinator->keeps_budgets()
          && std::ranges::all_of(workers, [](auto& w) { return !w || w->keeps_budgets(); });
    return coordinator->result().has_value();
  }
  [[nodiscard]] bool workers_are_free() const {
    return std::ranges::all_of(workers, [](auto& w) { return !w || w->jobs() == 0; });
  }

  const leat::session_options options{.connect_timeout = 40s}; // longer than what is done to links
  leat::session_options of_workers = options;
  const job& what_;
  schedule time;
  network between;
  results mine;
  std::vector<std::unique_ptr<simulated_worker>> workers;
  std::unique_ptr<simulated_coordinator> coordinator;
  bool budgets_kept = true;

 private:
  results elsewhere_;
};

std::string story_of(const leat::job_result& result) {
  std::string text;
  for (auto& f : result.failures)
    text += to_text(f) + "; ";
  return text;
}

/// Up to fifteen faults in the first twenty seconds; the job may start over as often as it takes.
std::uint64_t run_with_faults(std::uint64_t seed) {
  const auto& what = jobs[seed % std::size(jobs)];
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
  BOOST_TEST(w.budgets_kept, about << ": more was in flight than the budgets allow");
  w.time.pass(w.time.now() + 40s);
  BOOST_TEST(w.workers_are_free(), about << ": a worker keeps nodes of a job that is over");
  return w.time.trace();
}

} // namespace

BOOST_AUTO_TEST_SUITE(cluster_test)

BOOST_AUTO_TEST_CASE(without_faults_it_begins_once) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    world w(seed, jobs[seed % 3], {.intensity = 0, .period = 1s});
    BOOST_TEST_REQUIRE(w.pass(leat::timestamp(60s)));
    BOOST_TEST(w.what_.is_right(w.mine.got), w.what_.name);
    BOOST_TEST(w.coordinator->attempts() == 1U);
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
    world w(seed, jobs[seed % 3], {.intensity = 0, .period = 1s});
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
    world w(seed, jobs[seed % 3], {});
    w.pass(leat::timestamp(w.time.draw_up_to(2s)));
    w.coordinator.reset();
    const auto killed = w.time.now();
    w.time.pass(killed + w.of_workers.link_timeout + 1s);
    BOOST_TEST(w.workers_are_free(), "seed " << seed);
  }
}

BOOST_AUTO_TEST_SUITE_END()
