// SPDX-License-Identifier: BSD-3-Clause
// What goes wrong while a job runs: each message names the node, the operator, the item and what
// can be done.
#include "pipelines.hpp"

#include <boost/test/unit_test.hpp>

#include <stdexcept>
#include <utility>

namespace {

/// What the job says that fails, fused or not.
template <class Build>
std::string story_of(Build build) {
  std::string stories[2];
  for (const bool fuse : {true, false}) {
    leat::engine engine{{.fuse = fuse}};
    leat::pipeline p;
    build(p);
    stories[fuse] = message_of<leat::job_failed>([&] { leat::run(p, engine); });
  }
  BOOST_TEST(stories[0] == stories[1]);
  return stories[0];
}

int invert(int x) { return x == 0 ? throw std::domain_error("no inverse of zero") : 100 / x; }

} // namespace

BOOST_AUTO_TEST_SUITE(failures_test)

BOOST_AUTO_TEST_CASE(a_throwing_function) {
  const auto story = story_of([](leat::pipeline& p) {
    p | leat::from_values(5, 0, 2) | leat::map(invert).named("inverter") | leat::discard();
  });
  BOOST_TEST(has(story, "the job failed: map 'inverter' failed on item 0: no inverse of zero ("),
             story);
  BOOST_TEST(has(story, "failures_test.cpp:"), story);
}

BOOST_AUTO_TEST_CASE(a_throwing_source) {
  const auto story = story_of([](leat::pipeline& p) {
    p | leat::from_generator([]() -> std::optional<int> {
          throw std::runtime_error("the well is dry");
        }).named("well")
      | leat::discard();
  });
  BOOST_TEST(has(story, "from_generator 'well' failed: the well is dry"), story);
}

BOOST_AUTO_TEST_CASE(a_throwing_sink) {
  const auto story = story_of([](leat::pipeline& p) {
    p | leat::from_values(1, 2) | leat::for_each([](int x) {
      if (x == 2)
        throw std::string("no exception class at all");
    });
  });
  BOOST_TEST(has(story, "for_each failed on item 2: no exception class at all"), story);
}

BOOST_AUTO_TEST_CASE(a_throwing_function_on_a_thread_of_its_own) {
  leat::pipeline p;
  p | leat::from_values(0) | leat::map(invert).blocking() | leat::discard();
  const auto story = message_of<leat::job_failed>([&] { leat::run(p); });
  BOOST_TEST(has(story, "map failed on item 0: no inverse of zero"), story);
}

BOOST_AUTO_TEST_CASE(a_full_disk) {
  leat::pipeline p;
  p | leat::from_values("a", "b") | leat::to_text_file("/dev/full").named("log");
  const auto story = message_of<leat::job_failed>([&] { leat::run(p); });
  BOOST_TEST(has(story, "to_text_file 'log' failed"), story);
  BOOST_TEST(has(story,
                 "cannot write to '/dev/full': No space left on device; make room there, or choose "
                 "another path"),
             story);
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written) {
  leat::pipeline p;
  p | leat::from_values("a") | leat::to_text_file("/no/such/folder/file");
  const auto story = message_of<leat::job_failed>([&] { leat::run(p); });
  BOOST_TEST(
    has(story, "'/no/such/folder/file': No such file or directory; see whether the path is right"),
    story);
}

BOOST_AUTO_TEST_CASE(a_stream_that_its_feeder_fails) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  int seen = 0;
  numbers | leat::for_each([&](int) { ++seen; }).named("reader");
  leat::job job = leat::start(p);
  in.push(1);
  in.fail(std::make_exception_ptr(std::runtime_error("the line went dead")));
  const auto story = message_of<leat::job_failed>([&] { job.wait(); });
  BOOST_TEST(has(story, "'reader' failed: the line went dead"), story);
  BOOST_TEST(seen == 1); // behind what was pushed
}

BOOST_AUTO_TEST_CASE(later_failures_are_listed_behind_the_cause) {
  leat::pipeline p;
  const gate closed;
  p | leat::from_values(1) | leat::for_each([&](int) {
                               closed.pass();
                               throw std::runtime_error("second");
                             }).blocking();
  auto [numbers, in] = p.input<int>();
  numbers | leat::for_each([](int) { throw std::runtime_error("first"); });
  leat::job job = leat::start(p);
  wait_until(job, [&] { return closed.reached(); });
  in.push(1);
  while (in.push(2)) { // until the job has begun to end
  }
  closed.open();
  try {
    job.wait();
    BOOST_FAIL("the job did not fail");
  } catch (const leat::job_failed& e) {
    BOOST_TEST(e.failures().at(0).what == "first");
    BOOST_TEST(e.failures().at(0).item == "1");
  }
}

BOOST_AUTO_TEST_SUITE_END()
