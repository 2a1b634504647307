// SPDX-License-Identifier: BSD-3-Clause
#include "failing.hpp"

using contract::check_failing;

BOOST_AUTO_TEST_SUITE(failing_items_test)

BOOST_AUTO_TEST_CASE(map) {
  check_failing("map", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::map([check](int x) { return check(x), 2 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(filter) {
  check_failing("filter", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::filter([check](int x) { return check(x), x % 3 != 0; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(remove) {
  check_failing("remove", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::remove([check](int x) { return check(x), x % 3 == 0; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(flat_map) {
  check_failing("flat_map", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::flat_map([check](int x) { return check(x), std::vector{x, -x}; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(update) {
  check_failing("update", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::update([check](int& x) { check(x), ++x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(tap) {
  check_failing("tap", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::tap([check](int x) { check(x); }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(take_while) {
  check_failing("take_while", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::take_while([check](int x) { return check(x), x != 2; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(key_by) {
  check_failing("key_by", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::key_by([check](int x) { return check(x), x % 2; }).named("tested").on_error(policy)
      | leat::values();
  });
}

BOOST_AUTO_TEST_CASE(of_a_keyed_stream) {
  check_failing("map", ", per key", [](auto s, auto check, auto policy) {
    return std::move(s) | leat::key_by([](int x) { return x % 2; })
      | leat::map([check](int x) { return check(x), 2 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(behind_others_in_a_run) {
  check_failing("map", ", between others", [](auto s, auto check, auto policy) {
    return std::move(s) | leat::map([](int x) { return x; })
      | leat::map([check](int x) { return check(x), x; }).named("tested").on_error(policy)
      | leat::map([](int x) { return x + 1; });
  });
}

BOOST_AUTO_TEST_SUITE_END()
