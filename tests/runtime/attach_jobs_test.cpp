// SPDX-License-Identifier: BSD-3-Clause
// Branches that come and go while a job runs, on actors.
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

namespace {

bool consecutive(const std::vector<int>& items) {
  return std::ranges::adjacent_find(items, [](int a, int b) { return b != a + 1; }) == items.end();
}

} // namespace

BOOST_AUTO_TEST_SUITE(attach_jobs_test)

BOOST_AUTO_TEST_CASE(branches_come_and_go_under_load_and_nobody_loses_an_item) {
  for (const bool parallel : {false, true}) {
    leat::pipeline p;
    auto [items, in] = p.input<int>();
    auto same = items | leat::map([](int n) { return n; }).named("named");
    std::vector<int> main_saw;
    if (parallel) {
      auto spread = same | leat::map([](int n) { return n; }).named("spread").parallel(3);
      spread | leat::for_each([&](int n) { main_saw.push_back(n); });
    } else {
      auto spread = same | leat::map([](int n) { return n; }).named("spread");
      spread | leat::for_each([&](int n) { main_saw.push_back(n); });
    }
    leat::job job = leat::start(p);
    std::atomic<bool> enough = false;
    int pushed = 0;
    std::thread feeder([&, input = in] {
      while (!enough)
        if (input.push(pushed))
          ++pushed;
    });
    std::future<std::vector<int>> rest; // of a branch that stays
    static_cast<void>(
      job.attach("spread", [&](leat::stream<int> s) { rest = s | leat::to_vector(); }));
    int with_items = 0;
    for (int round = 0; round < 20; ++round) {
      std::future<std::vector<int>> seen;
      std::promise<void> first;
      auto branch = job.attach("spread", [&](leat::stream<int> s) {
        auto tapped = s | leat::tap([&, told = false](int) mutable {
                        if (!std::exchange(told, true))
                          first.set_value();
                      });
        seen = tapped | leat::take(20'000) | leat::to_vector();
      });
      if (round % 2 == 0) {
        first.get_future().wait();
        branch.detach();
      }
      branch.wait();
      auto got = seen.get();
      with_items += !got.empty();
      std::ranges::sort(got);
      if (!parallel) // where instances overtake each other, what was taken has gaps
        BOOST_TEST(consecutive(got));
      BOOST_TEST((std::ranges::adjacent_find(got) == got.end())); // none twice
    }
    BOOST_TEST(with_items >= 10);
    enough = true;
    feeder.join();
    in.close();
    job.wait();
    std::ranges::sort(main_saw);
    BOOST_TEST(main_saw.size() == static_cast<std::size_t>(pushed));
    BOOST_TEST(consecutive(main_saw));
    auto stayed = rest.get();
    std::ranges::sort(stayed);
    BOOST_TEST(consecutive(stayed));
    BOOST_REQUIRE(!stayed.empty());
    BOOST_TEST(stayed.back() == pushed - 1);
  }
}

BOOST_AUTO_TEST_CASE(the_job_ends_with_its_branches) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::map([](int n) { return n; }).named("named");
  named | leat::discard();
  leat::job job = leat::start(p);
  std::vector<std::future<std::vector<int>>> seen(5);
  std::vector<leat::attachment> branches;
  for (auto& one : seen)
    branches.push_back(
      job.attach("named", [&](leat::stream<int> s) { one = s | leat::to_vector(); }));
  for (int n = 0; n < 10'000; ++n)
    static_cast<void>(in.push(n));
  in.close();
  job.wait();
  for (auto& branch : branches)
    BOOST_TEST(branch.ended());
  for (auto& one : seen) {
    const auto got = one.get();
    BOOST_TEST(consecutive(got));
    BOOST_TEST((got.empty() || got.back() == 9'999));
  }
  BOOST_CHECK_THROW(
    static_cast<void>(job.attach("named", [](leat::stream<int> s) { s | leat::discard(); })),
    std::logic_error);
}

BOOST_AUTO_TEST_CASE(an_isolated_branch_fails_alone) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  std::atomic<int> count = 0;
  auto named = items | leat::map([](int n) { return n; }).named("named");
  named | leat::for_each([&](int) { ++count; });
  leat::job job = leat::start(p);
  auto branch = job.attach(
    "named",
    [](leat::stream<int> s) { s | leat::for_each([](int) { throw std::runtime_error("no"); }); },
    {.isolated = true});
  while (!branch.ended())
    static_cast<void>(in.push(1));
  BOOST_CHECK_THROW(branch.wait(), leat::job_failed);
  const int before = count;
  for (int n = 0; n < 1000; ++n)
    BOOST_REQUIRE(in.push(n));
  in.close();
  job.wait();
  BOOST_TEST(count >= before + 1000);
}

BOOST_AUTO_TEST_CASE(a_cancelled_job_takes_its_branches_along) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::map([](int n) { return n; }).named("named");
  named | leat::discard();
  leat::job job = leat::start(p);
  std::future<std::vector<int>> seen;
  auto branch = job.attach("named", [&](leat::stream<int> s) { seen = s | leat::to_vector(); });
  job.cancel();
  BOOST_CHECK_THROW(branch.wait(), leat::job_cancelled);
  BOOST_CHECK_THROW(seen.get(), leat::job_cancelled);
  job.wait();
}

BOOST_AUTO_TEST_CASE(branches_are_in_metrics_pictures_and_diagnoses) {
  leat::pipeline p;
  auto [items, in] = p.input<int>();
  auto named = items | leat::map([](int n) { return n; }).named("named");
  named | leat::discard();
  leat::job job = leat::start(p);
  auto branch = job.attach(
    "named", [](leat::stream<int> s) { s | leat::count() | leat::discard().named("end"); },
    {.name = "extra"});
  do
    BOOST_REQUIRE(in.push(1));
  while (job.metrics().node("extra/branch").items_in == 0);
  const auto text = job.to_mermaid();
  BOOST_TEST(text.find("extra/count") != std::string::npos);
  BOOST_TEST(text.find("attached") != std::string::npos);
  BOOST_TEST(job.diagnose().find("extra/branch") != std::string::npos);
  branch.detach();
  branch.wait();
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_SUITE_END()
