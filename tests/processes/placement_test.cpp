// SPDX-License-Identifier: BSD-3-Clause
// Which process a node runs in.
#include "child.hpp"

#include <boost/test/unit_test.hpp>

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
