// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <string>
#include <tuple>

using ints = std::vector<int>;
using pairs = std::vector<std::tuple<int, std::string>>;

BOOST_AUTO_TEST_SUITE(zip_test)

BOOST_AUTO_TEST_CASE(tuples_in_step_until_one_side_is_used_up) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    pairs out;
    leat::zip(p | leat::from_values(1, 2, 3), p | leat::from_values("a", "b"))
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    sim.finish();
    BOOST_CHECK((out == pairs{{1, "a"}, {2, "b"}}));
  }
}

BOOST_AUTO_TEST_CASE(many_items_of_different_weights) {
  leat::pipeline p;
  std::size_t n = 0;
  bool in_step = true;
  auto numbers = p | leat::from_range(ints(20'000, 7));
  auto words = p | leat::from_range(std::vector<std::string>(20'000, std::string(500, 'x')));
  leat::zip(numbers, words) | leat::for_each([&](int number, const std::string& word) {
    ++n;
    in_step = in_step && number == 7 && word.size() == 500;
  });
  leat::run(p);
  BOOST_CHECK_EQUAL(n, 20'000);
  BOOST_CHECK(in_step);
}

BOOST_AUTO_TEST_CASE(constants_fill_places) {
  leat::pipeline p;
  std::vector<std::tuple<std::string, int, double>> out;
  leat::zip(leat::constant("x"), p | leat::from_values(1, 2), leat::constant(0.5))
    | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK(
    (out == std::vector<std::tuple<std::string, int, double>>{{"x", 1, 0.5}, {"x", 2, 0.5}}));
}

BOOST_AUTO_TEST_CASE(a_side_that_runs_ahead_waits_on_its_edge) {
  leat::pipeline p;
  int made = 0;
  auto [slow, in] = p.input<int>();
  auto fast = p | leat::from_range(ints(100'000, 1)) | leat::tap([&](int) { ++made; });
  std::size_t out = 0;
  leat::zip(slow, fast) | leat::for_each([&](int, int) { ++out; });
  leat::testing::simulation sim{p};
  in.push(1);
  sim.settle();
  BOOST_CHECK_EQUAL(out, 1);
  BOOST_CHECK_LT(made, 100'000);
  in.close(); // and what waits there is thrown away
  sim.finish();
  BOOST_CHECK_EQUAL(out, 1);
}

BOOST_AUTO_TEST_CASE(a_receipt_does_not_wait_for_partners) {
  leat::pipeline p;
  auto [left, in_left] = p.input<int>();
  auto [right, in_right] = p.input<int>();
  leat::zip(left, right) | leat::discard();
  leat::testing::simulation sim{p};
  bool received = false;
  in_left.push(1);
  in_left.flush([&](const std::exception_ptr&) { received = true; });
  sim.settle();
  BOOST_CHECK(received);
  in_left.close();
  in_right.close();
  sim.finish();
}

BOOST_AUTO_TEST_SUITE_END()
