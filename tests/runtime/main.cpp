// SPDX-License-Identifier: BSD-3-Clause
#define BOOST_TEST_MODULE runtime
#include "watchdog.hpp"

#include <boost/test/unit_test.hpp>

namespace {

/// Watches over each test case.
struct watched_cases : boost::unit_test::test_observer {
  watched_cases() { boost::unit_test::framework::register_observer(*this); }
  ~watched_cases() override { boost::unit_test::framework::deregister_observer(*this); }
  void test_unit_start(const boost::unit_test::test_unit& unit) override {
    if (unit.p_type == boost::unit_test::TUT_CASE)
      dog.watch(unit.full_name());
  }
  void test_unit_finish(const boost::unit_test::test_unit&, unsigned long) override {
    dog.watch("");
  }

  watchdog dog{std::chrono::seconds(150)};
};

} // namespace

BOOST_TEST_GLOBAL_FIXTURE(watched_cases);
