// SPDX-License-Identifier: BSD-3-Clause
// Branches that come and go while a job runs, in the simulation.
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

std::vector<int> numbers(int from, int to) {
  std::vector<int> all(static_cast<std::size_t>(to - from));
  std::iota(all.begin(), all.end(), from);
  return all;
}

void push(const leat::input<int>& in, int from, int to) {
  for (const int n : numbers(from, to))
    BOOST_REQUIRE(in.push(n));
}

/// While the job works on what came before.
void push_and_step(const leat::input<int>& in, int from, int to, leat::testing::simulation& sim) {
  for (const int n : numbers(from, to)) {
    BOOST_REQUIRE(in.push(n));
    sim.step();
  }
}

leat::testing::simulation_options seeded(std::uint64_t seed) { return {.seed = seed}; }

/// A job whose stream "named" gives what is pushed.
struct named_stream {
  leat::pipeline p;
  leat::input<int> in;
  std::vector<int> main_saw;

  named_stream() : in([this] {
                     auto [items, input] = p.input<int>();
                     auto named = items | leat::map([](int n) { return n; }).named("named");
                     named | leat::for_each([this](int n) { main_saw.push_back(n); });
                     return input;
                   }()) {}
};

} // namespace

BOOST_AUTO_TEST_SUITE(attach_test)

BOOST_AUTO_TEST_CASE(a_branch_sees_the_stream_from_one_point_to_its_end) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    push(job.in, 0, 100);
    sim.settle();
    std::future<std::vector<int>> seen;
    const auto branch =
      sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
    sim.settle();
    push(job.in, 100, 300);
    job.in.close();
    sim.finish();
    BOOST_TEST(branch.ended());
    BOOST_TEST(seen.get() == numbers(100, 300), boost::test_tools::per_element());
    BOOST_TEST(job.main_saw == numbers(0, 300), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(attached_under_load_it_misses_nothing_behind_its_first_item) {
  int with_items = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    push(job.in, 0, 50);
    std::future<std::vector<int>> seen;
    const auto branch =
      sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
    push_and_step(job.in, 50, 3000, sim);
    job.in.close();
    sim.finish();
    const auto got = seen.get();
    if (!got.empty()) // else it was attached behind all
      BOOST_TEST(got == numbers(got.front(), 3000), boost::test_tools::per_element());
    with_items += !got.empty();
    BOOST_TEST(job.main_saw == numbers(0, 3000), boost::test_tools::per_element());
  }
  BOOST_TEST(with_items > 25);
}

BOOST_AUTO_TEST_CASE(a_detached_branch_ends_with_what_it_has) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    std::future<std::vector<int>> seen;
    auto branch = sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
    sim.settle();
    push(job.in, 0, 100);
    sim.settle();
    branch.detach();
    branch.wait();
    BOOST_TEST(!sim.finished());
    BOOST_TEST(seen.get() == numbers(0, 100), boost::test_tools::per_element());
    push(job.in, 100, 200);
    job.in.close();
    sim.finish();
    BOOST_TEST(job.main_saw == numbers(0, 200), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(detached_before_it_was_opened_it_ends_too) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    auto branch = sim.attach("named", [](leat::stream<int> s) { s | leat::discard(); });
    branch.detach();
    sim.settle();
    BOOST_TEST(branch.ended());
    job.in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(a_branch_on_parallel_instances_begins_at_one_point_for_all) {
  int with_items = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    leat::pipeline p;
    auto [items, in] = p.input<int>();
    auto named = items | leat::map([](int n) { return n; }).named("named").parallel(3);
    named | leat::discard();
    leat::testing::simulation sim(p, seeded(seed));
    push(in, 0, 200);
    std::future<std::vector<int>> seen;
    static_cast<void>(
      sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); }));
    push_and_step(in, 200, 3000, sim);
    in.close();
    sim.finish();
    auto got = seen.get();
    std::ranges::sort(got);
    if (!got.empty())
      BOOST_TEST(got == numbers(got.front(), 3000), boost::test_tools::per_element());
    with_items += !got.empty();
  }
  BOOST_TEST(with_items > 50);
}

BOOST_AUTO_TEST_CASE(ordered_instances_give_a_branch_their_order) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    leat::pipeline p;
    auto [items, in] = p.input<int>();
    auto named = items | leat::map([](int n) { return n; }).named("named").parallel(3).ordered();
    named | leat::discard();
    leat::testing::simulation sim(p, seeded(seed));
    std::future<std::vector<int>> seen;
    static_cast<void>(
      sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); }));
    sim.settle();
    push(in, 0, 2000);
    in.close();
    sim.finish();
    BOOST_TEST(seen.get() == numbers(0, 2000), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(a_stream_that_is_dealt_to_instances_takes_a_branch) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::map([](int n) { return n; }).named("named");
  auto sum = named | leat::map([](int n) { return n; }).parallel(3) | leat::sum()
    | leat::to_future();
  leat::testing::simulation sim(p);
  std::future<std::vector<int>> seen;
  static_cast<void>(
    sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); }));
  sim.settle();
  push(in, 0, 1000);
  in.close();
  sim.finish();
  BOOST_TEST(seen.get() == numbers(0, 1000), boost::test_tools::per_element());
  BOOST_TEST(sum.get().value() == 999 * 1000 / 2);
}

BOOST_AUTO_TEST_CASE(keyed_streams_take_keyed_branches) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::key_by([](int n) { return n % 2; }).named("named");
  named | leat::discard();
  leat::testing::simulation sim(p);
  std::future<std::vector<int>> seen;
  static_cast<void>(sim.attach("named", [&](leat::keyed_stream<int, int> s) {
    seen = s | leat::sum() | leat::values() | leat::to_vector();
  }));
  sim.settle();
  push(in, 0, 10);
  in.close();
  sim.finish();
  auto sums = seen.get();
  std::ranges::sort(sums);
  BOOST_TEST(sums == (std::vector{20, 25}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_branch_goes_on_when_the_other_readers_have_left) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::map([](int n) { return n; }).named("named");
  named | leat::take(3) | leat::discard();
  leat::testing::simulation sim(p);
  std::future<std::vector<int>> seen;
  auto branch = sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
  sim.settle();
  push(in, 0, 100);
  sim.settle();
  BOOST_TEST(!sim.finished());
  branch.detach(); // then nobody listens, and the job ends
  sim.finish();
  BOOST_TEST(seen.get() == numbers(0, 100), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_branch_that_wants_no_more_leaves_the_others_alone) {
  named_stream job;
  leat::testing::simulation sim(job.p);
  std::future<std::vector<int>> seen;
  auto branch =
    sim.attach("named", [&](leat::stream<int> s) { seen = s | leat::take(5) | leat::to_vector(); });
  sim.settle();
  push(job.in, 0, 100);
  sim.settle();
  BOOST_TEST(branch.ended());
  job.in.close();
  sim.finish();
  BOOST_TEST(seen.get() == numbers(0, 5), boost::test_tools::per_element());
  BOOST_TEST(job.main_saw == numbers(0, 100), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_isolated_branch_fails_alone) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    std::future<std::vector<int>> seen;
    auto branch = sim.attach(
      "named",
      [&](leat::stream<int> s) {
        seen = s | leat::map([](int n) {
                 if (n == 50)
                   throw std::runtime_error("fifty");
                 return n;
               })
          | leat::to_vector();
      },
      {.isolated = true});
    sim.settle();
    push(job.in, 0, 100);
    sim.settle();
    BOOST_TEST(branch.ended());
    BOOST_CHECK_THROW(branch.wait(), leat::job_failed);
    BOOST_CHECK_THROW(seen.get(), leat::job_failed);
    push(job.in, 100, 2000);
    job.in.close();
    sim.finish();
    BOOST_TEST(job.main_saw == numbers(0, 2000), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(an_isolated_branch_whose_node_dies_does_not_take_the_job_along) {
  named_stream job;
  leat::testing::simulation sim(job.p);
  auto branch = sim.attach(
    "named", [](leat::stream<int> s) { s | leat::discard().named("end"); },
    {.name = "extra", .isolated = true});
  sim.settle();
  sim.crash("extra/end");
  sim.settle();
  BOOST_TEST(branch.ended());
  push(job.in, 0, 2000);
  job.in.close();
  sim.finish();
  BOOST_TEST(job.main_saw.size() == 2000U);
}

BOOST_AUTO_TEST_CASE(another_branch_fails_with_the_job) {
  named_stream job;
  leat::testing::simulation sim(job.p);
  auto branch = sim.attach("named", [](leat::stream<int> s) {
    s | leat::for_each([](int) { throw std::runtime_error("no"); });
  });
  sim.settle();
  BOOST_CHECK_THROW(
    {
      push(job.in, 0, 10);
      sim.settle();
    },
    leat::job_failed);
  BOOST_TEST(branch.ended());
  BOOST_CHECK_THROW(branch.wait(), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(a_stream_that_has_ended_gives_only_its_end) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto done = p | leat::from_values(1, 2).named("done");
    done | leat::discard();
    auto [items, in] = p.input<int>();
    items | leat::discard();
    leat::testing::simulation sim(p, seeded(seed));
    sim.settle();
    std::future<std::vector<int>> seen;
    auto branch = sim.attach("done", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
    sim.settle();
    BOOST_TEST(branch.ended());
    BOOST_TEST(seen.get().empty());
    in.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(a_slow_branch_slows_the_stream_down_within_its_budget) {
  named_stream job;
  leat::testing::simulation sim(job.p);
  static_cast<void>(sim.attach("named", [](leat::stream<int> s) {
    s | leat::rate_limit(1s) | leat::discard();
  }));
  sim.settle();
  BOOST_CHECK_THROW(push(job.in, 0, 1'000'000), leat::testing::stuck);
  BOOST_TEST(job.main_saw.size() < 200'000U);
  sim.cancel();
}

BOOST_AUTO_TEST_CASE(branches_of_branches_and_of_other_streams_have_names_of_their_own) {
  named_stream job;
  leat::testing::simulation sim(job.p);
  std::future<std::vector<int>> seen;
  static_cast<void>(sim.attach("named", [](leat::stream<int> s) {
    auto doubled = s | leat::map([](int n) { return 2 * n; }).named("doubled");
    doubled | leat::discard();
  }));
  static_cast<void>(sim.attach(
    "branch/doubled", [&](leat::stream<int> s) { seen = s | leat::to_vector(); }));
  sim.settle();
  push(job.in, 1, 4);
  job.in.close();
  sim.finish();
  BOOST_TEST(seen.get() == (std::vector{2, 4, 6}), boost::test_tools::per_element());
  BOOST_TEST(sim.metrics().node("branch#2/to_vector").items_in == 3U);
}

BOOST_AUTO_TEST_CASE(a_branch_may_have_a_loop_and_sources_of_its_own) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    named_stream job;
    leat::testing::simulation sim(job.p, seeded(seed));
    std::future<std::vector<int>> seen;
    static_cast<void>(sim.attach("named", [&](leat::pipeline& own, leat::stream<int> s) {
      auto [again, back] = own.loop<int>();
      auto halves = leat::merge(s, again) | leat::map([](int n) { return n / 2; });
      halves | leat::filter([](int n) { return n > 0; }) | back;
      seen = leat::merge(halves, own | leat::from_values(-1)) | leat::to_vector();
    }));
    sim.settle();
    push(job.in, 4, 5);
    job.in.close();
    sim.finish();
    auto got = seen.get();
    std::ranges::sort(got);
    BOOST_TEST(got == (std::vector{-1, 0, 1, 2}), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_with_the_remedy) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  items | leat::map([](int n) { return n; }).named("inner")
    | leat::filter([](int) { return true; }).named("outer") | leat::discard();
  leat::testing::simulation sim(p);
  const auto says = [](const std::string& words) {
    return [words](const std::exception& e) {
      BOOST_TEST_INFO(e.what());
      return std::string(e.what()).find(words) != std::string::npos;
    };
  };
  const auto sink = [](leat::stream<int> s) { s | leat::discard(); };
  BOOST_CHECK_EXCEPTION(static_cast<void>(sim.attach("nobody", sink)), std::invalid_argument,
                        says("'nobody' is no stream of this job; there are 'input'"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(sim.attach("inner", sink)), std::invalid_argument,
                        says("it is fused into"));
  BOOST_CHECK_EXCEPTION(static_cast<void>(sim.attach(
                          "input", [](leat::stream<double> s) { s | leat::discard(); })),
                        std::invalid_argument,
                        says("gives int items, but the branch takes double"));
  BOOST_CHECK_EXCEPTION(
    static_cast<void>(sim.attach("input", sink, {.outlet = 1})), std::invalid_argument,
    says("has no outlet 1, only 1"));
  BOOST_CHECK_EXCEPTION(
    static_cast<void>(sim.attach("input", [](leat::stream<int>) {})), leat::pipeline_error,
    says("nobody reads"));
  in.close();
  sim.finish();
  BOOST_CHECK_EXCEPTION(static_cast<void>(sim.attach("input", sink)), std::logic_error,
                        says("not running"));
}

BOOST_AUTO_TEST_SUITE_END()
