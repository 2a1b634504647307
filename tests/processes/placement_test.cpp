// SPDX-License-Identifier: BSD-3-Clause
// Which process a node runs in.
#include "child.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>
#include <string>

namespace {

const std::string placed = PLACED_PROGRAM;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(placement_test)

BOOST_AUTO_TEST_CASE(a_label_chooses_the_worker) {
  workers plain(placed, 1);
  workers gpu(placed, 1, {}, {"--label", "disk", "--label", "gpu"});
  for (const bool last : {false, true}) {
    const auto both = last ? plain.addresses() + "," + gpu.addresses()
                           : gpu.addresses() + "," + plain.addresses();
    const auto end = child(placed, {"--workers", both}).finish();
    BOOST_TEST(end.text == std::to_string(gpu[0].id()) + "\n");
  }
}

BOOST_AUTO_TEST_CASE(sources_and_sinks_run_where_they_are_placed) {
  workers gpu(placed, 1, {}, {"--label", "gpu"});
  const auto end = child(placed, {"--workers", gpu.addresses(), "all"}).finish();
  BOOST_TEST(end.code == 0);
  BOOST_TEST(end.text == "");
  const auto there = std::to_string(gpu[0].id());
  gpu[0].wait_for_words("made by " + there + ", shown by " + there);
}

BOOST_AUTO_TEST_CASE(a_worker_that_has_no_part_of_a_job_may_die) {
  workers plain(placed, 1);
  workers gpu(placed, 1, {}, {"--label", "gpu"});
  child job(placed, {"--workers", plain.addresses() + "," + gpu.addresses(), "slowly"});
  job.wait_for("100");
  plain[0].signal(SIGKILL);
  job.wait_for("400");
  BOOST_TEST(job.finish().code == 0);
}

BOOST_AUTO_TEST_CASE(alone_everything_runs_here) {
  child alone(placed, {});
  const auto id = alone.id();
  BOOST_TEST(alone.finish().text == std::to_string(id) + "\n");
}

BOOST_AUTO_TEST_CASE(a_label_that_no_worker_has_is_named) {
  workers plain(placed, 2);
  const auto end = child(placed, {"--workers", plain.addresses()}).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "no worker has the label 'gpu' that 'who' is placed on"), end.text);
}

BOOST_AUTO_TEST_CASE(items_that_cannot_cross_are_told_before_the_job_starts) {
  workers two(placed, 2);
  const auto end = child(placed, {"--workers", two.addresses(), "pointers"}).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "the items from 'address' to 'look' can't go to another process"),
             end.text);
}

BOOST_AUTO_TEST_SUITE_END()
