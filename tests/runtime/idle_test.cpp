// SPDX-License-Identifier: BSD-3-Clause
// A pipeline in which nothing happens costs nothing: no message, no timer, no thread that wakes.
#include "pipelines.hpp"
#include "process.hpp"
#include <leat/simulation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace {

leat::input<int> build_thousand(leat::pipeline& p) {
  auto [entered, in] = p.input<int>();
  leat::stream<int> last = entered;
  for (int i = 2; i < 1000; ++i)
    last = last | leat::map([](int x) { return x + 1; }).own_actor();
  last | leat::discard().own_actor();
  return in;
}

/// How often a thread of this process has been put aside or has waited.
std::uint64_t switches() {
  std::uint64_t sum = 0;
  for (auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    if (task.path().filename() == std::to_string(::getpid()))
      continue; // the thread that asks
    std::ifstream status(task.path() / "status");
    for (std::string line; std::getline(status, line);)
      if (line.find("ctxt_switches:") != std::string::npos)
        sum += std::stoull(line.substr(line.find(':') + 1));
  }
  return sum;
}

} // namespace

BOOST_AUTO_TEST_SUITE(idle_test)

BOOST_AUTO_TEST_CASE(nothing_is_scheduled) {
  leat::pipeline p;
  const auto in = build_thousand(p);
  leat::testing::simulation sim(p);
  in.push(0);
  in.flush().get();
  sim.settle();
  int steps = 0;
  sim.after_each_step([&](auto) { ++steps; });
  sim.advance(24h);
  BOOST_TEST(steps == 0);
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(no_thread_wakes) {
  if (sanitized) // which has a thread of its own
    return;
  leat::pipeline p;
  const auto in = build_thousand(p);
  leat::job job = leat::start(p);
  in.push(0);
  in.flush().get();
  std::uint64_t before = 0;
  do { // what the receipt has left behind
    before = switches();
    job.wait_for(50ms);
  } while (switches() != before);
  job.wait_for(1200ms); // stalls are told after a second
  BOOST_TEST(switches() == before);
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_SUITE_END()
