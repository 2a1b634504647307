// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

using leat::unique;
using ints = std::vector<int>;
using namespace std::chrono_literals;

namespace {

constexpr auto parity = [](int x) { return x % 2; };

/// What comes out of items that come so long after the start.
template <class What>
ints results_of_timed(const std::vector<std::pair<leat::duration, int>>& items, const What& what,
                      const leat::testing::simulation_options& options) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  ints out;
  numbers | what | leat::collect_into(out);
  leat::testing::simulation sim(p, options);
  for (auto& [after, item] : items) {
    sim.advance(leat::timestamp(after) - sim.now());
    in.push(item);
  }
  in.close();
  sim.finish();
  return out;
}

template <class What>
void require_timed(const std::vector<std::pair<leat::duration, int>>& items, const What& what,
                   const ints& expected) {
  for (const bool fuse : {true, false})
    for (unsigned seed = 0; seed < 5; ++seed)
      BOOST_TEST(results_of_timed(items, what, {.seed = seed, .fuse = fuse}) == expected);
}

/// Keys as they are when they have been saved and loaded again.
template <class K>
leat::seen_keys<K> loaded(const leat::seen_keys<K>& keys) {
  return leat::from_bytes<leat::seen_keys<K>>(leat::to_bytes(keys));
}

} // namespace

BOOST_AUTO_TEST_SUITE(unique_test)

BOOST_AUTO_TEST_CASE(repeats_are_dropped) {
  BOOST_TEST(results_of(ints{1, 2, 1, 3, 2}, unique()) == (ints{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_function_says_what_is_a_repeat) {
  BOOST_TEST(results_of(ints{1, 3, 2, 4}, unique([](int x) { return x % 2; })) == (ints{1, 2}));
  const std::vector<std::string> words{"a", "b", "cc"};
  BOOST_TEST(results_of(words, unique(&std::string::size))
             == (std::vector<std::string>{"a", "cc"}));
}

BOOST_AUTO_TEST_CASE(the_least_recently_seen_key_is_forgotten) {
  BOOST_TEST(results_of(ints{1, 2, 3, 1}, unique(std::identity(), 2)) == (ints{1, 2, 3, 1}));
  BOOST_TEST(results_of(ints{1, 1, 2, 1}, unique(std::identity(), 1)) == (ints{1, 2, 1}));
}

// the second 1 makes 2 the oldest, so 3 drives out 2
BOOST_AUTO_TEST_CASE(a_suppressed_repeat_counts_as_seen) {
  BOOST_TEST(results_of(ints{1, 2, 1, 3, 1, 2}, unique(std::identity(), 2)) == (ints{1, 2, 3, 2}));
}

BOOST_AUTO_TEST_CASE(each_key_of_a_keyed_stream_has_its_own_history) {
  using pair = std::pair<int, int>;
  const std::vector<pair> items{{1, 5}, {2, 5}, {1, 5}, {1, 6}};
  const auto chain =
    leat::key_by(&pair::first) | unique(&pair::second) | leat::values() | leat::pluck<0, 1>();
  using triple = std::tuple<int, int>;
  BOOST_CHECK((results_of(items, chain) == std::vector<triple>{{1, 5}, {2, 5}, {1, 6}}));
}

BOOST_AUTO_TEST_CASE(an_item_whose_key_cannot_be_had_is_not_seen) {
  auto key = [](int x) { return x == 2 ? throw std::runtime_error("no key") : x; };
  BOOST_TEST(results_of(ints{1, 2, 1}, unique(key).on_error(leat::skip_item())) == ints{1});
}

BOOST_AUTO_TEST_CASE(a_history_of_nothing_makes_no_sense) {
  BOOST_CHECK_THROW(static_cast<void>(unique(std::identity(), 0)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_key_expires_so_long_after_it_was_seen_last) {
  const auto for_ten = unique().expire_after(10s);
  require_timed({{0s, 1}, {10s - 1ns, 1}, {11s, 2}}, for_ten, {1, 2});
  require_timed({{0s, 1}, {10s, 1}}, for_ten, {1, 1});
  require_timed({{0s, 1}, {6s, 1}, {12s, 1}, {22s, 1}}, for_ten, {1, 1}); // a repeat is seen, too
  require_timed({{0s, 1}, {1s, 2}, {5s, 1}, {11s, 2}, {12s, 1}}, for_ten, {1, 2, 2});
}

BOOST_AUTO_TEST_CASE(keys_are_forgotten_by_age_and_by_number) {
  const auto one_for_ten = unique(std::identity(), 1).expire_after(10s);
  require_timed({{0s, 1}, {1s, 1}, {2s, 2}, {3s, 1}, {12s, 1}, {22s, 1}}, one_for_ten,
                {1, 2, 1, 1});
}

BOOST_AUTO_TEST_CASE(keys_of_a_keyed_stream_expire_apart) {
  const auto chain = leat::key_by([](int x) { return x / 10; }) | unique(parity).expire_after(10s);
  require_timed({{0s, 1}, {5s, 11}, {10s, 3}, {11s, 13}}, chain | leat::values(), {1, 11, 3});
}

BOOST_AUTO_TEST_CASE(expired_keys_take_no_memory) {
  leat::seen_keys<int> keys;
  const leat::key_memory ten{.at_most = 10s};
  for (int i = 0; i < 100; ++i)
    BOOST_TEST(keys.see(i, ten, leat::timestamp(1s * i)));
  BOOST_TEST(keys.size() == 10U);
}

BOOST_AUTO_TEST_CASE(what_was_seen_can_be_saved) {
  const leat::timestamp start{};
  leat::seen_keys<std::string> all;
  all.see("a", {}, start);
  all = loaded(all);
  BOOST_TEST(!all.see("a", {}, start));
  BOOST_TEST(all.see("b", {}, start));

  const leat::key_memory two{.most = 2};
  leat::seen_keys<std::string> newest;
  for (const char* key : {"a", "b", "a"})
    newest.see(key, two, start);
  newest = loaded(newest);
  BOOST_TEST(newest.see("c", two, start));
  BOOST_TEST(!newest.see("a", two, start));
  BOOST_TEST(newest.see("b", two, start));

  const leat::key_memory ten{.at_most = 10s};
  leat::seen_keys<std::string> young;
  young.see("a", ten, start + 1s);
  young.see("b", ten, start + 2s);
  young = loaded(young);
  BOOST_TEST(young.see("a", ten, start + 11s));
  BOOST_TEST(!young.see("b", ten, start + 11s));
  BOOST_TEST(loaded(leat::seen_keys<std::string>()).size() == 0U);
  static_assert(!leat::encodable<leat::seen_keys<std::string_view>>);
}

BOOST_AUTO_TEST_CASE(a_broken_encoding_of_keys_is_refused) {
  leat::seen_keys<int> keys;
  keys.see(1, {}, {});
  keys.see(2, {}, {});
  auto bytes = leat::to_bytes(keys);
  const auto size = bytes.size();
  std::copy_n(bytes.end() - 4, 4, bytes.end() - 8); // the first key is the second
  BOOST_CHECK_THROW(leat::from_bytes<leat::seen_keys<int>>(bytes), leat::codec_error);
  bytes.resize(size - 1);
  BOOST_CHECK_THROW(leat::from_bytes<leat::seen_keys<int>>(bytes), leat::codec_error);
}

BOOST_AUTO_TEST_CASE(metrics_tell_what_grows_with_the_keys) {
  leat::pipeline p;
  auto numbers = p | leat::from_values(1, 2, 3);
  numbers | leat::unique().named("all") | leat::discard();
  numbers | leat::unique(std::identity(), 10).named("ten") | leat::discard();
  numbers | leat::unique().expire_after(1h).named("young") | leat::discard();
  numbers | leat::key_by(std::identity()) | leat::unique(std::identity(), 10).named("ten a key")
    | leat::discard();
  numbers | leat::key_by(std::identity()) | leat::count().named("a count a key") | leat::discard();
  numbers | leat::count().named("count") | leat::discard();
  leat::testing::simulation sim{p, {.fuse = false}};
  sim.finish();
  const auto metrics = sim.metrics();
  for (const auto* name : {"all", "ten a key", "a count a key"})
    BOOST_TEST(metrics.node(name).unbounded, name);
  for (const auto* name : {"ten", "young", "count", "key_by"})
    BOOST_TEST(!metrics.node(name).unbounded, name);
}

BOOST_AUTO_TEST_CASE(a_time_to_live_must_be_positive) {
  BOOST_CHECK_THROW(static_cast<void>(unique().expire_after(0s)), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(unique().expire_after(-1s)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
