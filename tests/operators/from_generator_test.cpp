// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

using leat::from_generator;
using ints = std::vector<int>;

namespace {

/// 1 … last, but throws once in place of each number in `bad`.
auto numbers(int last, ints bad = {}) {
  return [last, bad, next = 1]() mutable -> std::optional<int> {
    if (const auto found = std::find(bad.begin(), bad.end(), next); found != bad.end()) {
      bad.erase(found);
      throw std::runtime_error("hiccup");
    }
    return next <= last ? std::optional(next++) : std::nullopt;
  };
}

} // namespace

BOOST_AUTO_TEST_SUITE(from_generator_test)

BOOST_AUTO_TEST_CASE(items_come_until_the_function_gives_nothing) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    ints none;
    p | from_generator(numbers(3000)) | leat::collect_into(out);
    p | from_generator(numbers(0)) | leat::collect_into(none);
    leat::run(p, actors);
    BOOST_TEST(out.size() == 3000U);
    BOOST_TEST(out.back() == 3000);
    BOOST_TEST(none.empty());
  }
}

BOOST_AUTO_TEST_CASE(functions_and_items_need_be_movable_only) {
  leat::pipeline p;
  std::vector<std::unique_ptr<int>> out;
  auto box = std::make_unique<int>(7);
  p | from_generator([b = std::move(box)]() mutable -> std::optional<std::unique_ptr<int>> {
    return b ? std::optional(std::move(b)) : std::nullopt;
  })
    | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(*out.at(0) == 7);
}

BOOST_AUTO_TEST_CASE(a_function_that_throws_fails_the_job) {
  leat::pipeline p;
  p | from_generator(numbers(3, {2})).named("numbers") | leat::discard();
  BOOST_CHECK_EXCEPTION(leat::run(p), leat::job_failed, [](const leat::job_failed& e) {
    return e.failures().front().node == "numbers" && e.failures().front().what == "hiccup";
  });
}

BOOST_AUTO_TEST_CASE(it_is_called_again_as_often_as_the_policy_says_for_one_item) {
  leat::pipeline p;
  ints out;
  p | from_generator(numbers(5, {2, 3, 3, 5, 5})).on_error(leat::retry(2))
    | leat::collect_into(out);
  leat::testing::simulation(p).finish();
  BOOST_TEST(out == (ints{1, 2, 3, 4, 5}));

  leat::pipeline q;
  q | from_generator(numbers(5, {2, 2, 2})).on_error(leat::retry(2)) | leat::discard();
  BOOST_CHECK_THROW(leat::testing::simulation(q).finish(), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(there_is_no_item_to_skip) {
  leat::pipeline p;
  p | from_generator(numbers(5)).on_error(leat::skip_item()) | leat::discard();
  BOOST_CHECK_THROW(leat::run(p), leat::pipeline_error);
}

BOOST_AUTO_TEST_CASE(a_stopped_job_asks_for_no_more) {
  for (const bool fuse : {true, false}) {
    leat::pipeline p;
    p | from_generator([] { return std::optional(1); }) | leat::discard();
    leat::testing::simulation sim(p, {.fuse = fuse});
    for (int i = 0; i < 10; ++i)
      sim.step();
    sim.stop();
    sim.finish();
    BOOST_TEST(sim.finished());
  }
}

BOOST_AUTO_TEST_SUITE_END()
