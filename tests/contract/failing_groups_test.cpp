// SPDX-License-Identifier: BSD-3-Clause
// Operators that are no steps and call a function.
#include "failing.hpp"

#include <chrono>

using contract::check_failing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(failing_groups_test)

BOOST_AUTO_TEST_CASE(partition_unique) {
  check_failing("partition_unique", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::partition_unique(2, [check](int x) { return check(x), x % 3; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(partition_unique_keeps_the_last) {
  check_failing("partition_unique", ", keep_last", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::partition_unique(
          3, [check](int x) { return check(x), x % 4; }, leat::keep_last)
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(timed_window_unique) {
  check_failing("timed_window_unique", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::timed_window_unique(1s, [check](int x) { return check(x), x % 4; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(split) { // what goes to the second stream fits on its edge
  check_failing("split", "", [](auto s, auto check, auto policy) {
    auto [yes, no] = std::move(s)
      | leat::split([check](int x) { return check(x), x % 2 == 0; })
          .named("tested")
          .on_error(policy);
    return leat::concat(std::move(yes), std::move(no));
  });
}

BOOST_AUTO_TEST_CASE(split_by) {
  check_failing("split_by", "", [](auto s, auto check, auto policy) {
    auto streams = std::move(s)
      | leat::split_by(2, [check](int x) { return check(x), x % 2; })
          .named("tested")
          .on_error(policy);
    return leat::concat(streams[0], streams[1]);
  });
}

BOOST_AUTO_TEST_CASE(map_async) {
  check_failing("map_async", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::map_async<int>([check](int x, const leat::completion<int>& done) {
          check(x);
          done(2 * x);
        }).named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_SUITE_END()
