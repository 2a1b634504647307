// SPDX-License-Identifier: BSD-3-Clause
// empty, never and failing, and a range that is borrowed.
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(plain_sources_test)

BOOST_AUTO_TEST_CASE(empty_ends_at_once) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    p | leat::empty<int>() | leat::map([](int x) { return x; }) | leat::collect_into(out);
    p | leat::empty<int>() | leat::count() | leat::map([](auto n) { return static_cast<int>(n); })
      | leat::collect_into(out);
    leat::run(p, actors);
    BOOST_TEST(out == ints{0});
  }
}

BOOST_AUTO_TEST_CASE(never_goes_on_until_the_job_is_stopped_or_nobody_listens) {
  leat::pipeline p;
  ints out;
  p | leat::never<int>() | leat::collect_into(out);
  p | leat::never<int>() | leat::take(0) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.advance(1h);
  BOOST_TEST(!sim.finished());
  sim.stop();
  sim.finish();
  BOOST_TEST(out.empty());

  leat::pipeline q;
  q | leat::never<int>() | leat::discard();
  leat::job job = leat::start(q);
  BOOST_TEST(job.stop(1min).drained);
}

BOOST_AUTO_TEST_CASE(failing_fails_the_job_with_its_error) {
  const auto told = [](const auto& error) {
    leat::pipeline p;
    p | leat::failing<int>(error) | leat::map([](int x) { return x; }) | leat::discard();
    try {
      leat::testing::simulation{p}.finish();
    } catch (const leat::job_failed& e) {
      return e.failures().front().what;
    }
    return std::string("nothing");
  };
  BOOST_TEST(told(std::runtime_error("no data")) == "no data");
  BOOST_TEST(told(std::make_exception_ptr(std::logic_error("no sense"))) == "no sense");
}

BOOST_AUTO_TEST_CASE(what_others_gave_before_the_failure_arrives) {
  leat::pipeline p;
  ints out;
  leat::merge(p | leat::from_values(1, 2), p | leat::failing<int>(std::runtime_error("broken")))
    | leat::collect_into(out);
  BOOST_CHECK_THROW(leat::testing::simulation{p}.finish(), leat::job_failed);
  BOOST_TEST(out == (ints{1, 2}));
}

BOOST_AUTO_TEST_CASE(no_error_is_no_failure) {
  BOOST_CHECK_THROW(static_cast<void>(leat::failing<int>(std::exception_ptr())),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_borrowed_range_is_as_it_is_when_the_job_starts) {
  std::vector<std::string> words{"a", "b"}, out;
  leat::pipeline p;
  p | leat::from_range(std::ref(words)) | leat::collect_into(out);
  words.emplace_back("c");
  leat::run(p);
  const std::vector<std::string> all{"a", "b", "c"};
  BOOST_TEST(out == all);
  BOOST_TEST(words == all); // nothing was moved out of it
}

BOOST_AUTO_TEST_SUITE_END()
