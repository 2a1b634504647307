// SPDX-License-Identifier: BSD-3-Clause
// Jobs that cannot go on, or do not for now: who waits for whom.
#include "pipelines.hpp"
#include <leat/simulation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <utility>

namespace {

/// A diamond: what one side of the zip waits for never comes, so the other one fills up.
void build_diamond(leat::pipeline& p) {
  leat::stream<int> numbers = p | endless().named("numbers");
  leat::stream<int> none =
    numbers | leat::filter([](int) { return false; }).named("none of them").own_actor();
  leat::zip(none, numbers) | leat::discard();
}

} // namespace

BOOST_AUTO_TEST_SUITE(diagnosis_test)

BOOST_AUTO_TEST_CASE(a_diamond_that_cannot_go_on_fails) {
  leat::pipeline p;
  build_diamond(p);
  const auto text = message_of<leat::job_failed>([&] { leat::run(p); });
  BOOST_TEST(has(text, "nothing can move any more: "), text);
  BOOST_TEST(has(text, "zip waits for none of them"), text);
  BOOST_TEST(has(text, "none of them waits for numbers"), text);
  BOOST_TEST(has(text, "numbers waits for room at zip's second input"), text);
}

BOOST_AUTO_TEST_CASE(the_simulation_finds_it_at_once) {
  leat::pipeline p;
  build_diamond(p);
  leat::testing::simulation sim(p);
  const auto text = message_of<leat::job_failed>([&] { sim.finish(); });
  BOOST_TEST(has(text,
                 "zip waits for none of them; none of them waits for numbers; numbers waits for "
                 "room at zip's second input"),
             text);
}

BOOST_AUTO_TEST_CASE(a_zip_whose_partner_is_late_is_named_and_goes_on) {
  leat::pipeline p;
  auto [fast, a] = p.input<int>(leat::budget(leat::items(4)));
  auto [slow, b] = p.input<int>();
  auto sums =
    leat::zip(fast | leat::map([](int x) { return x; }).named("fast").budget(leat::items(4)),
              slow | leat::map([](int x) { return x; }).named("slow").own_actor())
    | leat::map([](int x, int y) { return x + y; }) | leat::to_vector();
  leat::job job = leat::start(p);
  wait_until(job, [&, a = a] { // until all is full
    return !a.try_push(1) && has(job.diagnose(), "fast waits for room at zip's first input");
  });
  const auto text = job.diagnose();
  BOOST_TEST(has(text, "zip waits for slow"), text);
  BOOST_TEST(has(text, "slow waits for input"), text);
  b.push(41);
  b.close();
  job.wait();
  BOOST_TEST(sums.get() == std::vector{42}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_sink_that_does_not_come_back_is_named) {
  const gate closed;
  leat::pipeline p;
  p | endless().named("numbers") | leat::map([](int x) { return x; }).named("before").own_actor()
    | leat::for_each([&](int) { closed.pass(); }).named("slow sink").blocking();
  leat::job job = leat::start(p);
  wait_until(
    job, [&] { return has(job.diagnose(), "before waits for room at the input of slow sink"); });
  const auto text = job.diagnose();
  BOOST_TEST(has(text, "numbers waits for room at the input of before"), text);
  BOOST_TEST(has(text, "slow sink does not answer: a function of it has not come back"), text);
  BOOST_TEST(job.metrics().node("before").items_in > 0u); // what is known without it
  closed.open();
  BOOST_TEST(job.stop(1min).drained);
}

BOOST_AUTO_TEST_CASE(what_the_others_do_is_known_while_a_sink_does_not_come_back) {
  const gate closed;
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::map([](int x) { return x; }).named("before").own_actor()
    | leat::for_each([&](int) { closed.pass(); }).named("slow sink").blocking();
  leat::job job = leat::start(p);
  for (const std::uint64_t sent : {1U, 2U, 3U}) {
    in.push(0);
    wait_until(job, [&] { return job.metrics().node("before").items_in == sent; });
  }
  in.close();
  closed.open();
  job.wait();
}

BOOST_AUTO_TEST_CASE(a_job_that_ended_waits_for_nobody) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::discard();
  leat::job job = leat::start(p);
  job.wait();
  BOOST_TEST(job.diagnose() == "no node waits for another");
}

BOOST_AUTO_TEST_SUITE_END()
