// SPDX-License-Identifier: BSD-3-Clause
// What is wrong with a pipeline before it runs: each message names the node, the operator and the
// remedy.
#include "pipelines.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <utility>

namespace {

/// What `start` says; nothing may run.
std::string fault_of(leat::pipeline& p) {
  return message_of<leat::pipeline_error>([&] { leat::run(p); });
}

template <class F>
std::string refusal_of(F f) {
  return message_of<std::invalid_argument>([&] { static_cast<void>(f()); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(faults_test)

BOOST_AUTO_TEST_CASE(a_loop_that_nobody_closes) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>({.name = "round"});
  again | leat::discard();
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "nobody closes the loop 'round' ("), text);
  BOOST_TEST(has(text, "faults_test.cpp:"), text);
  BOOST_TEST(has(text, "; pipe a stream into what p.loop<T>() gave as `back`"), text);
}

BOOST_AUTO_TEST_CASE(a_loop_that_nobody_reads) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>({.name = "round"});
  p | leat::from_values(1) | back;
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "nobody reads the stream that 'round' gives"), text);
  BOOST_TEST(has(text, "; pipe it into a sink: | leat::discard()"), text);
}

BOOST_AUTO_TEST_CASE(a_stateful_operator_in_parallel_without_a_key) {
  leat::pipeline p;
  p | leat::from_values(1)
    | leat::scan(0, [](int sum, int x) { return sum + x; }).named("total").parallel(3)
    | leat::discard();
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "'total' ("), text);
  BOOST_TEST(has(text,
                 "keeps state, so .parallel(3) needs a key: write leat::key_by(f) before it, or "
                 "take .parallel away"),
             text);
}

BOOST_AUTO_TEST_CASE(a_sink_with_one_place_in_parallel) {
  leat::pipeline p;
  std::vector<int> out;
  p | leat::from_values(1) | leat::collect_into(out).parallel(2);
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "'collect_into'"), text);
  BOOST_TEST(has(text, "so it has one instance; take .parallel(2) away"), text);
}

BOOST_AUTO_TEST_CASE(durations_of_nothing) {
  const std::string remedy = ": the duration must be positive, as in 10ms; it is 0 ns";
  BOOST_TEST(has(refusal_of([] { return leat::delay(0s); }), "leat::delay" + remedy));
  BOOST_TEST(has(refusal_of([] { return leat::rate_limit(0s); }), "leat::rate_limit" + remedy));
  BOOST_TEST(has(refusal_of([] { return leat::timed_window(0s); }), "leat::timed_window" + remedy));
  BOOST_TEST(has(refusal_of([] { return leat::from_periodic(0s, [] { return 1; }); }),
                 "leat::from_periodic" + remedy));
  BOOST_TEST(has(refusal_of([] { return leat::delay(-1ns); }), "it is -1 ns"));
}

BOOST_AUTO_TEST_CASE(a_job_started_twice) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p);
  BOOST_TEST(
    has(fault_of(p), "it has been started already; a pipeline runs once: build another one"));
  const auto text =
    message_of<std::logic_error>([&] { p | leat::from_values(1) | leat::discard(); });
  BOOST_TEST(has(text, "the pipeline has been started; build what it does before start or run"),
             text);
  BOOST_TEST(in.push(1)); // the first job goes on
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(a_cycle_through_dead_letters) {
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<int>();
  auto again =
    letters | leat::map([](const leat::dead_letter<int>& d) { return d.item; }).named("once more");
  leat::merge(p | leat::from_values(1), std::move(again))
    | leat::map([](int x) { return x; }).named("work").on_error(box) | leat::discard();
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "a cycle leads through '"), text);
  BOOST_TEST(
    has(text,
        "without a loop, so nothing could tell when it is empty; lead it through p.loop<T>()"),
    text);
}

BOOST_AUTO_TEST_CASE(a_fold_inside_a_loop) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  p | leat::from_values(1) | back;
  leat::stream<int> sums =
    again | leat::fold(0, [](int sum, int x) { return sum + x; }).named("sum of all");
  sums | leat::filter([](int x) { return x < 10; }) | back;
  sums | leat::discard();
  const auto text = fault_of(p);
  BOOST_TEST(has(text, "'sum of all' (fold) ("), text);
  BOOST_TEST(has(text,
                 "stands inside a loop but speaks only at its end, which would never come; use "
                 "scan, or move it behind the loop"),
             text);
}

BOOST_AUTO_TEST_CASE(streams_of_two_pipelines) {
  leat::pipeline p, q;
  auto one = p | leat::from_values(1);
  auto other = q | leat::from_values(2);
  BOOST_TEST(has(refusal_of([&] {
                   leat::merge(one, other) | leat::discard();
                   return 0;
                 }),
                 "leat::merge: the streams belong to different pipelines"));
  BOOST_TEST(has(refusal_of([&] {
                   leat::zip(one, other) | leat::discard();
                   return 0;
                 }),
                 "different pipelines"));
}

BOOST_AUTO_TEST_CASE(a_stream_piped_into_the_loop_of_another_pipeline) {
  leat::pipeline p, q;
  auto [again, back] = p.loop<int>();
  again | leat::discard();
  const auto text = refusal_of([&, back = back] {
    q | leat::from_values(1) | back;
    return 0;
  });
  BOOST_TEST(has(text, "leat::loop: the streams belong to different pipelines"), text);
}

BOOST_AUTO_TEST_CASE(all_faults_come_in_one_message) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  p | leat::from_values(1) | leat::map([](int x) { return x; }).named("unread");
  p | leat::from_values(1) | leat::scan(0, [](int s, int x) { return s + x; }).parallel(2)
    | leat::discard();
  try {
    leat::run(p);
    BOOST_FAIL("nothing was found");
  } catch (const leat::pipeline_error& e) {
    BOOST_TEST(e.faults().size() == 4u, e.what());
    for (auto& fault : e.faults())
      BOOST_TEST(has(e.what(), "\n  - " + fault));
  }
}

BOOST_AUTO_TEST_SUITE_END()
