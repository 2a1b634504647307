// SPDX-License-Identifier: BSD-3-Clause
#include "build.hpp"
#include "runs.hpp"
#include "verdict.hpp"
#include "watch.hpp"
#include <leat/job.hpp>

#include <chrono>
#include <future>

namespace property {

namespace {

using namespace std::chrono_literals;

constexpr auto most_time = 60s;

/// Pushes everything, in turn, and asks for receipts on the way; what stalls is not waited for.
void feed(const graph& g, ends& at, const leat::job& job,
          std::vector<std::future<void>>& receipts) {
  std::map<std::size_t, std::size_t> pushed;
  for (bool more = true; more;) {
    more = false;
    for (auto& [v, in] : at.inputs) {
      auto& items = g.vertices[v].items;
      auto& n = pushed[v];
      if (n == items.size())
        continue;
      more = true;
      const auto answer = in.push_for(100ms, items[n]);
      n = answer.closed() || (answer.full() && job.state() != leat::job_state::running)
        ? items.size()
        : n + (answer ? 1 : 0);
      if (n % 7 == 3)
        receipts.push_back(in.flush());
    }
  }
  for (auto& [unused, in] : at.inputs)
    in.close();
}

} // namespace

void run_on_actors(const graph& g, const expectation& expected, bool fused, coverage& seen) {
  ends at;
  leat::pipeline p;
  build(g, p, at);
  leat::engine engine{{.threads = 2, .fuse = fused}};
  std::vector<std::future<void>> receipts;
  auto job = leat::start(p, engine);
  feed(g, at, job, receipts);
  bool failed = false;
  try {
    require(job.wait_for(most_time), "the job does not end: " + job.diagnose());
  } catch (const leat::job_failed& e) {
    failed = true;
    check_failure(g, expected, e.failures());
    (is_stall(e.failures()) ? seen.stalled : seen.failed) += 1;
  }
  require(failed || expected.must_fail.empty(), "the job did not fail");
  seen.finished += !failed;
  for (auto& r : receipts) {
    require(r.wait_for(most_time) == std::future_status::ready, "a receipt was not given");
    ++seen.receipts;
  }
  check_arrivals(g, expected, at, !failed);
}

} // namespace property
