// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>

using namespace std::chrono_literals;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(concat_test)

BOOST_AUTO_TEST_CASE(one_stream_after_the_other) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints out;
    auto late = p | leat::from_values(1, 2) | leat::delay(10s);
    leat::concat(late, p | leat::from_values(3), p | leat::empty<int>(),
                 p | leat::from_values(4, 5))
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    sim.finish();
    BOOST_TEST(out == (ints{1, 2, 3, 4, 5}));
  }
}

BOOST_AUTO_TEST_CASE(on_actors_as_in_the_simulation) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.threads = 2, .fuse = fuse}};
    leat::pipeline p;
    std::size_t n = 0;
    bool in_order = true;
    leat::concat(p | leat::from_range(ints(20'000, 1)), p | leat::from_range(ints(20'000, 2)))
      | leat::for_each([&](int x) { in_order = in_order && x == (n++ < 20'000 ? 1 : 2); });
    leat::run(p, actors);
    BOOST_TEST(n == 40'000U);
    BOOST_TEST(in_order);
  }
}

BOOST_AUTO_TEST_CASE(streams_of_nothing_give_nothing) {
  leat::pipeline p;
  ints out;
  leat::concat(p | leat::empty<int>(), p | leat::empty<int>()) | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(later_streams_wait_on_credit) {
  leat::pipeline p;
  auto [first, in] = p.input<int>();
  int made = 0;
  auto second = p | leat::from_range(ints(100'000, 1)) | leat::tap([&](int) { ++made; });
  std::size_t out = 0;
  leat::concat(first, second) | leat::for_each([&](int) { ++out; });
  leat::testing::simulation sim{p};
  in.push(0);
  sim.settle();
  BOOST_TEST(out == 1U);
  BOOST_TEST(made < 100'000);
  in.close();
  sim.finish();
  BOOST_TEST(out == 100'001U);
}

BOOST_AUTO_TEST_CASE(all_are_cancelled_when_nobody_wants_more) {
  leat::pipeline p;
  ints out;
  auto endless = [] { return std::optional(2); };
  leat::concat(p | leat::from_values(1), p | leat::from_generator(endless), p | leat::never<int>())
    | leat::take(3) | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out == (ints{1, 2, 2}));
}

BOOST_AUTO_TEST_CASE(items_need_be_movable_only) {
  leat::pipeline p;
  std::vector<std::unique_ptr<int>> out;
  const auto box = [](int x) { return std::make_unique<int>(x); };
  leat::concat(p | leat::from_values(1) | leat::map(box), p | leat::from_values(2) | leat::map(box))
    | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(*out.at(0) == 1);
  BOOST_TEST(*out.at(1) == 2);
}

BOOST_AUTO_TEST_CASE(keyed_streams_stay_keyed) {
  leat::pipeline p;
  std::vector<leat::keyed<int, int>> out;
  const auto odd = [](int x) { return x % 2; };
  auto numbers = p | leat::from_values(1, 2, 3) | leat::key_by(odd);
  auto more = p | leat::from_values(4, 5) | leat::key_by(odd);
  leat::concat(numbers, more) | leat::scan(0, [](int a, int b) { return a + b; })
    | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK(
    (out == std::vector<leat::keyed<int, int>>{{1, 1}, {0, 2}, {1, 4}, {0, 6}, {1, 9}}));
}

BOOST_AUTO_TEST_CASE(several_instances_on_one_side) {
  leat::pipeline p;
  ints out;
  auto doubled = p | leat::from_range(ints(3000, 1))
    | leat::map([](int x) { return 2 * x; }).parallel(3);
  leat::concat(doubled, p | leat::from_values(7)) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.size() == 3001U);
  BOOST_TEST(out.back() == 7);
}

// as in streamz a source is dead after its first error, and with it all that joins it
BOOST_AUTO_TEST_CASE(a_source_that_is_tried_again_goes_on) {
  leat::pipeline p;
  ints out;
  auto shaky = [next = 0, failed = false]() mutable -> std::optional<int> {
    if (next == 2 && !std::exchange(failed, true))
      throw std::runtime_error("hiccup");
    return next < 4 ? std::optional(next++) : std::nullopt;
  };
  leat::concat(p | leat::from_generator(shaky).on_error(leat::retry(1)), p | leat::from_values(9))
    | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out == (ints{0, 1, 2, 3, 9}));
}

BOOST_AUTO_TEST_CASE(a_stream_that_fails_fails_the_job) {
  leat::pipeline p;
  ints out;
  leat::concat(p | leat::from_values(1), p | leat::failing<int>(std::runtime_error("broken")))
    | leat::collect_into(out);
  BOOST_CHECK_THROW(leat::testing::simulation{p}.finish(), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(streams_of_two_pipelines_do_not_mix) {
  leat::pipeline p;
  leat::pipeline q;
  BOOST_CHECK_THROW(
    static_cast<void>(leat::concat(p | leat::from_values(1), q | leat::from_values(2))),
    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
