// SPDX-License-Identifier: BSD-3-Clause
// The state is as before the item that failed.
#include "failing.hpp"

using contract::check_failing;

namespace {

struct sums {
  using output = int;
  struct state {
    int sum = 0;
  };
  contract::thrower check;
  void on_item(int x, state& s, leat::context<int>& c) const {
    c.push(-x); // withdrawn
    check(x);
    c.push(s.sum += x);
  }
};

} // namespace

BOOST_AUTO_TEST_SUITE(failing_states_test)

BOOST_AUTO_TEST_CASE(scan) {
  check_failing("scan", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::scan(100, [check](int sum, int x) { return check(x), sum + x; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(scan_without_init) {
  check_failing("scan", ", without init", [](auto s, auto check, auto policy) {
    return std::move(s) | leat::map([](int x) { return x + 10; })
      | leat::map([](int x) { return x - 10; })
      | leat::scan([check](int sum, int x) { return check(x), sum + x; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(scan_per_key) {
  check_failing("scan", ", per key", [](auto s, auto check, auto policy) {
    return std::move(s) | leat::key_by([](int x) { return x % 2; })
      | leat::scan(100, [check](int sum, int x) { return check(x), sum + x; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(fold) {
  check_failing("fold", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::fold(std::string(), [check](std::string all, int x) {
          check(x);
          return std::move(all) + std::to_string(x);
        }).named("tested")
          .on_error(policy)
      | leat::map([](const std::string& s) { return s.empty() ? 0L : std::stol(s); });
  });
}

BOOST_AUTO_TEST_CASE(sum) {
  check_failing("sum", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::sum([check](int x) { return check(x), 10 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(min) {
  check_failing("min", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::min([check](int x) { return check(x), 10 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(max) {
  check_failing("max", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::max([check](int x) { return check(x), 10 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(mean) {
  check_failing("mean", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::mean([check](int x) { return check(x), 10 * x; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(unique) {
  check_failing("unique", "", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::unique([check](int x) { return check(x), x % 5; }).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(partition_by_a_key) {
  check_failing("partition", ", by a key", [](auto s, auto check, auto policy) {
    return std::move(s)
      | leat::partition(2, [check](int x) { return check(x), x % 2; })
          .named("tested")
          .on_error(policy);
  });
}

BOOST_AUTO_TEST_CASE(own_operator) {
  check_failing("own_operator", "", [](auto s, auto check, auto policy) {
    return std::move(s) | leat::op(sums{check}).named("tested").on_error(policy);
  });
}

BOOST_AUTO_TEST_SUITE_END()
