// SPDX-License-Identifier: BSD-3-Clause
// Ten thousand jobs, of which a third finishes, a third is stopped half-way and a third fails,
// leave nothing behind.
#include "pipelines.hpp"
#include "process.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace {

leat::job start_on(leat::pipeline& p, leat::engine* engine) {
  return engine ? leat::start(p, *engine) : leat::start(p);
}

void finish(leat::engine* engine) {
  int sum = 0;
  leat::pipeline p;
  p | leat::from_values(1, 2, 3) | leat::map([](int x) { return x; }).own_actor()
    | leat::for_each([&](int x) { sum += x; });
  start_on(p, engine).wait();
  BOOST_TEST_REQUIRE(sum == 6);
}

void stop_half_way(leat::engine* engine, bool blocking) {
  std::atomic<bool> seen = false;
  leat::pipeline p;
  auto source = endless();
  leat::stream<int> numbers =
    blocking ? leat::stream<int>(p | source.blocking()) : leat::stream<int>(p | source);
  numbers | leat::map([](int x) { return x; }).own_actor()
    | leat::for_each([&](int) { seen = true; });
  leat::job job = start_on(p, engine);
  wait_until(job, [&] { return seen.load(); });
  BOOST_TEST_REQUIRE(job.stop(1min).drained);
}

void fail(leat::engine* engine) {
  leat::pipeline p;
  p | endless()
    | leat::map([](int x) { return x == 3 ? throw std::runtime_error("three") : x; }).own_actor()
    | leat::for_each([](int) {}).own_actor();
  leat::job job = start_on(p, engine);
  BOOST_REQUIRE_THROW(job.wait(), leat::job_failed);
}

void run_jobs(int n, leat::engine* engine) {
  for (int i = 0; i < n; ++i)
    switch (i % 3) {
    case 0:
      finish(engine);
      break;
    case 1:
      stop_half_way(engine, i % 5 == 0);
      break;
    default:
      fail(engine);
    }
}

/// A thread that was joined may be listed for a moment more.
process when_gone(std::size_t threads) {
  const auto patience = std::chrono::steady_clock::now() + 10s;
  auto seen = process::now();
  while (seen.threads > threads && std::chrono::steady_clock::now() < patience) {
    std::this_thread::yield();
    seen = process::now();
  }
  return seen;
}

void check_flat(leat::engine* engine) {
  run_jobs(500, engine);
  const auto before = process::now();
  run_jobs(sanitized ? 500 : 9'500, engine); // ten times slower
  const auto after = when_gone(before.threads);
  BOOST_TEST_MESSAGE("resident memory before and after: " << before.resident / 1024 << " and "
                                                          << after.resident / 1024 << " KiB");
  BOOST_TEST(after.threads <= before.threads);
  BOOST_TEST(after.descriptors == before.descriptors);
  if (!sanitized) // a leak of 1 KiB a job would be 9 MiB
    BOOST_TEST(after.resident < before.resident + 6 * 1024 * 1024);
}

} // namespace

BOOST_AUTO_TEST_SUITE(starts_stops_test)

BOOST_AUTO_TEST_CASE(on_the_shared_engine) { check_flat(nullptr); }

BOOST_AUTO_TEST_CASE(on_one_engine) {
  leat::engine engine;
  check_flat(&engine);
}

BOOST_AUTO_TEST_SUITE_END()
