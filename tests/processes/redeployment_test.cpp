// SPDX-License-Identifier: BSD-3-Clause
// Jobs that start over when workers die: what they give in the end is what a run without loss
// gives, whenever and however often that happens.
#include "child.hpp"
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <cstdint>
#include <string>

namespace {

const std::string again = AGAIN_PROGRAM;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string total_of(std::uint64_t n) {
  std::uint64_t sum = 0;
  for (std::uint64_t x = 0; x < n; ++x)
    sum += x * x;
  return "total " + std::to_string(n) + " " + std::to_string(sum);
}

/// A coordinator of these workers.
child job_of(const workers& on, std::uint64_t items, int intensity) {
  return {again,
          {"--workers", on.addresses(), "--connect-timeout", "5", std::to_string(items),
           std::to_string(intensity)}};
}

void finishes_right(child& job, std::uint64_t items) {
  const auto end = job.finish();
  BOOST_TEST(end.code == 0, end.text);
  BOOST_TEST(has(end.text, total_of(items)), end.text);
  BOOST_TEST(has(end.text, "gathered " + std::to_string(items)), end.text);
}

} // namespace

BOOST_AUTO_TEST_SUITE(redeployment_test)

BOOST_AUTO_TEST_CASE(a_job_goes_on_with_the_workers_that_are_left) {
  workers on(again, 3);
  auto job = job_of(on, 1000, 5);
  job.wait_for("squares 300");
  on[1].signal(SIGKILL);
  job.wait_for_words("the job is deployed again, on 2 of 3 workers");
  job.wait_for("squares 300");
  on[0].signal(SIGKILL);
  job.wait_for_words("the job is deployed again, on 1 of 3 workers");
  finishes_right(job, 1000);
}

BOOST_AUTO_TEST_CASE(a_worker_that_has_come_back_is_used_again) {
  workers on(again, 2);
  auto job = job_of(on, 1000, 5);
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  on.start_again(0);
  job.wait_for_words("the job is deployed again");
  on[1].signal(SIGKILL); // and again before anything has moved
  on.start_again(1);
  job.wait_for_words("the job is deployed again");
  finishes_right(job, 1000);
}

// The simulated cluster tries all moments, by what has been said: recovery_test.
BOOST_AUTO_TEST_CASE(a_worker_may_die_at_each_word_of_a_recovery) {
  for (const std::string word :
       {"the job starts over", "the job is deployed again", "squares 100"}) {
    workers on(again, 3);
    auto job = job_of(on, 300, 10);
    job.wait_for("squares 100");
    on[0].signal(SIGKILL);
    on.start_again(0);
    job.wait_for_words(word);
    on[1].signal(SIGKILL);
    on.start_again(1);
    finishes_right(job, 300);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_may_die_before_its_job_has_begun) {
  workers on(again, 3);
  auto job = job_of(on, 300, 10);
  on[0].signal(SIGKILL);
  on.start_again(0); // else one that was not there yet is waited for in vain
  finishes_right(job, 300);
}

BOOST_AUTO_TEST_CASE(all_workers_may_die_at_once) {
  workers on(again, 2);
  auto job = job_of(on, 500, 5);
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  on[1].signal(SIGKILL);
  job.wait_for_words("the job starts over");
  on.start_again(1);
  finishes_right(job, 500);
}

BOOST_AUTO_TEST_CASE(without_workers_it_fails_after_the_connect_timeout) {
  workers on(again, 1);
  child job(again, {"--workers", on.addresses(), "--connect-timeout", "0.5", "1000", "5"});
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "the process has died"), end.text);
  BOOST_TEST(has(end.text, "the job cannot start over: worker " + on.address(0)), end.text);
}

BOOST_AUTO_TEST_CASE(a_job_that_loses_workers_too_often_fails) {
  workers on(again, 2);
  auto job = job_of(on, 1000, 1);
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  on.start_again(0);
  job.wait_for_words("the job is deployed again");
  on[1].signal(SIGKILL);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "it has lost workers 2 times within 60 s"), end.text);
}

BOOST_AUTO_TEST_CASE(a_source_that_cannot_give_its_items_again_fails_the_job) {
  workers on(again, 2);
  child job("/bin/sh",
            {"-c", "yes 7 | '" + again + "' --workers " + on.addresses() + " 1000 5 lines"});
  job.wait_for("squares 1000");
  on[0].signal(SIGKILL);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "the process has died"), end.text);
  BOOST_TEST(has(end.text, "'from_lines' is a source that can't give its items again"), end.text);
}

BOOST_AUTO_TEST_CASE(a_coordinator_may_be_killed_while_its_job_starts_over) {
  workers on(again, 2);
  {
    auto job = job_of(on, 1000, 5);
    job.wait_for("squares 100");
    on[0].signal(SIGKILL);
    on.start_again(0);
    job.wait_for_words("the job starts over");
    job.signal(SIGKILL);
  }
  auto job = job_of(on, 300, 5);
  finishes_right(job, 300);
}

#ifndef __SANITIZE_THREAD__ // TSan holds signals back, now and then for ever
BOOST_AUTO_TEST_CASE(a_job_that_waits_for_workers_can_be_cut_short) {
  workers on(again, 1);
  child job(again, {"--workers", on.addresses(), "--connect-timeout", "600", "1000", "5"});
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  job.wait_for_words("the job starts over");
  job.signal(SIGINT);
  BOOST_TEST(job.finish().code == 1);
}
#endif

BOOST_AUTO_TEST_SUITE_END()
