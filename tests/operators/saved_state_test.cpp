// SPDX-License-Identifier: BSD-3-Clause
#include "lone_operator.hpp"
#include "results_of.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using keyed_int = leat::keyed<int, int>;
using keyed_ints = std::vector<keyed_int>;

namespace {

const ints numbers{1, 2, 1, 3, 3, 2, 4, 1, 5, 6, 2, 7};
const keyed_ints pairs{{1, 1}, {1, 2}, {2, 1}, {1, 1}, {3, 7}, {2, 5}, {2, 6}, {1, 3}, {3, 7}};

/// For plain items and for those of a keyed stream.
template <class Out = int, class KeyedOut = leat::keyed<int, Out>, class Spec>
void check(const Spec& what, bool blocked = false) {
  check_saving<int, Out>(
    numbers, [&] { return Spec(what).recipe.template bind<int>(); }, blocked);
  check_saving<keyed_int, KeyedOut>(
    pairs, [&] { return Spec(what).recipe.template bind_keyed<int, int>(); }, blocked);
}

} // namespace

BOOST_AUTO_TEST_SUITE(saved_state_test)

BOOST_AUTO_TEST_CASE(items_on_their_way) { check(leat::delay(2500ms)); }

BOOST_AUTO_TEST_CASE(items_and_times_of_a_rate_limit) {
  check(leat::rate_limit(1700ms));
  check(leat::rate_limit(2, 5s, 2));
}

BOOST_AUTO_TEST_CASE(windows_that_are_open) {
  check<ints>(leat::timed_window(3500ms));
  check<ints>(leat::timed_window_unique(3500ms));
  check<ints>(leat::timed_window_unique(3500ms, std::identity(), leat::keep_last));
}

BOOST_AUTO_TEST_CASE(vectors_that_are_not_full) {
  check<ints>(leat::partition(3));
  check<ints>(leat::partition(4, {.timeout = 2500ms}));
  check<ints>(leat::partition_unique(3));
  check<ints>(leat::partition_unique(3, std::identity(), leat::keep_last));
}

BOOST_AUTO_TEST_CASE(newest_items) {
  check(leat::debounce(1500ms));
  check(leat::sample(2500ms));
}

BOOST_AUTO_TEST_CASE(items_that_wait_for_room) {
  const auto check_bind = [](const auto& what) {
    check_saving<int, int>(
      numbers,
      [&] { return std::decay_t<decltype(what)>(what).recipe.template bind<int>(); }, true);
  };
  check_bind(leat::latest());
  check_bind(leat::buffer(4));
  check_bind(leat::buffer(2, leat::overflow::drop_oldest));
}

BOOST_AUTO_TEST_CASE(what_waits_for_a_second_stream) {
  check_saving<int, ints>(numbers, [] {
    return leat::make_with<ints>(
      [] { return std::make_unique<leat::collect_operator<int>>(leat::items(5)); });
  });
}

BOOST_AUTO_TEST_CASE(silences) {
  check_saving<int, int>(ints{1, 2, 3},
                         [] { return leat::keep_alive(700ms, 0).recipe.bind<int>(); });
  check_saving<int, int>(ints{1, 2, 3}, [] { return leat::timeout(700ms).recipe.bind<int>(); });
  check_saving<int, int>(ints{1, 2, 3}, [] { // has switched, and lets nothing through
    return leat::make_with<int>([] { return std::make_unique<leat::fallback_operator>(700ms); });
  });
}

BOOST_AUTO_TEST_CASE(what_has_no_codec_can_be_remembered_but_not_saved) {
  struct opaque {
    const int* where;
    bool operator==(const opaque&) const = default;
  };
  lone_operator<opaque, opaque> delayed(leat::delay(1s).recipe.bind<opaque>().make(), 0s, {});
  BOOST_CHECK_EQUAL(delayed.save().size(), 4);
  delayed.feed({nullptr}, 0s);
  BOOST_CHECK_THROW(delayed.save(), leat::codec_error);
}

BOOST_AUTO_TEST_SUITE_END()
