// SPDX-License-Identifier: BSD-3-Clause
// Items need be movable only, wherever an operator has no need of copies.
#include "move_only.hpp"

#include <chrono>

using namespace std::chrono_literals;
using namespace contract;

BOOST_AUTO_TEST_SUITE(move_only_test)

BOOST_AUTO_TEST_CASE(item_by_item) {
  must_give(
    "filter", [](auto s) { return std::move(s) | leat::filter(odd); }, (ints{1, 3, 5}));
  must_give(
    "remove", [](auto s) { return std::move(s) | leat::remove(odd); }, (ints{2, 4}));
  must_give(
    "map", [](auto s) {
      return std::move(s) | leat::map([](box b) { return b; });
    },
    all);
  must_give(
    "update", [](auto s) {
      return std::move(s) | leat::update([](box& b) { ++*b; });
    },
    (ints{2, 3, 4, 5, 6}));
  must_give(
    "tap", [](auto s) {
      return std::move(s) | leat::tap([](const box&) {});
    },
    all);
  must_give(
    "take", [](auto s) { return std::move(s) | leat::take(2); }, (ints{1, 2}));
  must_give(
    "skip", [](auto s) { return std::move(s) | leat::skip(2); }, (ints{3, 4, 5}));
  must_give(
    "take_while", [](auto s) {
      return std::move(s) | leat::take_while([](const box& b) { return *b < 3; });
    },
    (ints{1, 2}));
  must_give(
    "unique", [](auto s) {
      return std::move(s) | leat::unique([](const box& b) { return *b % 2; });
    },
    (ints{1, 2}));
  must_give(
    "flat_map", [](auto s) {
      return std::move(s) | leat::flat_map([](box b) {
               std::vector<box> two;
               two.push_back(std::move(b));
               return two;
             });
    },
    all);
}

BOOST_AUTO_TEST_CASE(in_groups_and_time) {
  must_give(
    "partition", [](auto s) {
      return std::move(s) | leat::partition(2) | leat::flatten();
    },
    all);
  must_give(
    "timed_window", [](auto s) {
      return std::move(s) | leat::timed_window(1s) | leat::flatten();
    },
    all);
  must_give(
    "delay", [](auto s) { return std::move(s) | leat::delay(1s); }, all);
  must_give(
    "rate_limit", [](auto s) { return std::move(s) | leat::rate_limit(1s); }, all);
}

BOOST_AUTO_TEST_CASE(several_streams) {
  leat::pipeline p;
  ints out;
  leat::zip(boxes(p), boxes(p))
    | leat::for_each([&](const box& a, const box& b) { out.push_back(*a * *b); });
  leat::testing::simulation sim(p);
  sim.finish();
  CONTRACT_CHECK("move_only", "zip", (out == ints{1, 4, 9, 16, 25}), "zip gives something else");

  leat::pipeline q;
  std::size_t n = 0;
  leat::merge(boxes(q), boxes(q)) | leat::for_each([&](const box&) { ++n; });
  leat::testing::simulation other(q);
  other.finish();
  CONTRACT_CHECK("move_only", "merge", n == 10U, "merge gives " << n);
}

BOOST_AUTO_TEST_CASE(with_keys) {
  must_give(
    "key_by", [](auto s) {
      return std::move(s) | leat::key_by([](const box& b) { return *b % 2; })
        | leat::take(1) | leat::values();
    },
    (ints{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
