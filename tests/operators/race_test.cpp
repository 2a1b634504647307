// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <exception>
#include <memory>
#include <optional>

using namespace std::chrono_literals;
using ints = std::vector<int>;

namespace {

auto endless() {
  return [n = 0]() mutable { return std::optional(n++); };
}

} // namespace

BOOST_AUTO_TEST_SUITE(race_test)

BOOST_AUTO_TEST_CASE(the_first_to_speak_wins) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints out;
    leat::race(p | leat::from_values(1, 2) | leat::delay(2s),
               p | leat::from_values(3, 4) | leat::delay(1s),
               p | leat::never<int>())
      | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    sim.finish();
    BOOST_TEST(out == (ints{3, 4}));
    BOOST_CHECK(sim.now() == leat::timestamp{} + 1s); // the loser was not waited for
  }
}

BOOST_AUTO_TEST_CASE(on_actors_one_of_them_wins_and_all_of_it_comes) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.threads = 2, .fuse = fuse}};
    leat::pipeline p;
    ints out;
    leat::race(p | leat::from_range(ints(5000, 1)), p | leat::from_range(ints(5000, 2)))
      | leat::collect_into(out);
    leat::run(p, actors);
    BOOST_CHECK(out == ints(5000, out.at(0)));
  }
}

BOOST_AUTO_TEST_CASE(losers_stop_while_the_winner_goes_on) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [slow, in] = p.input<int>();
    int made = 0;
    bool late = false;
    auto loser = p | leat::from_generator([&]() -> std::optional<int> {
                   ++made;
                   return late ? std::optional<int>(1) : std::nullopt;
                 });
    auto endless_loser = p | leat::from_periodic(1s, [&] { return ++made; }) | leat::delay(1h);
    ints out;
    leat::race(slow, endless_loser, loser) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    in.push(7);
    sim.settle();
    const int made_by_then = made;
    sim.advance(1h);
    BOOST_TEST(made == made_by_then);
    in.push(8);
    in.close();
    sim.finish();
    BOOST_TEST(out == (ints{7, 8}));
  }
}

BOOST_AUTO_TEST_CASE(a_stream_that_ends_without_an_item_is_out) {
  leat::pipeline p;
  ints out;
  ints none;
  leat::race(p | leat::empty<int>(), p | leat::from_values(1) | leat::delay(1s))
    | leat::collect_into(out);
  leat::race(p | leat::empty<int>(), p | leat::empty<int>()) | leat::collect_into(none);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out == ints{1});
  BOOST_TEST(none.empty());
}

BOOST_AUTO_TEST_CASE(what_losers_have_sent_is_dropped_and_accounted_for) {
  leat::pipeline p;
  auto [a, in_a] = p.input<int>();
  auto [b, in_b] = p.input<int>();
  ints out;
  leat::race(a, b).named("race") | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in_a.push(1);
  sim.settle();
  BOOST_TEST(!in_b.push(2)); // nobody wants it
  in_a.close();
  sim.finish();
  BOOST_TEST(out == ints{1});
}

BOOST_AUTO_TEST_CASE(a_branch_that_lost_lives_on_elsewhere_and_still_gives_receipts) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    leat::pipeline p;
    auto [winner, in] = p.input<int>();
    auto [loser, in_loser] = p.input<int>();
    ints out;
    ints all;
    leat::race(winner, loser) | leat::map([](int x) { return x; }) | leat::collect_into(out);
    loser | leat::collect_into(all);
    leat::testing::simulation sim{
      p, {.seed = seed, .fuse = seed % 2 == 0, .delay_packets = seed % 3 == 0 ? 1s : 0s}};
    int receipts = 0;
    const auto count = [&](const std::exception_ptr& error) { receipts += error ? 0 : 1; };
    in.push(1);
    sim.advance(seed % 4 < 2 ? 2s : 0s); // the second push comes after the decision, or about then
    for (int i = 0; i < 5; ++i) {
      in_loser.push(i);
      in_loser.flush(count);
      in.push(i);
      in.flush(count);
      sim.advance(seed % 5 == 0 ? 5s : 0s);
    }
    sim.advance(10s);
    BOOST_TEST(receipts == 10);
    BOOST_TEST(all == (ints{0, 1, 2, 3, 4}));
    in.close();
    in_loser.close();
    sim.finish();
  }
}

BOOST_AUTO_TEST_CASE(inside_a_loop_which_still_ends) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    leat::pipeline p;
    ints seen;
    auto [again, back] = p.loop<int>();
    auto [odd, even] = again | leat::split([](int x) { return x % 2 == 1; });
    auto won = leat::race(odd, even) | leat::tap([&](int x) { seen.push_back(x); });
    won | leat::filter([](int x) { return x > 2; }) | leat::map([](int x) { return x - 2; }) | back;
    p | leat::from_values(9) | back;
    p | leat::from_values(4) | leat::delay(1s) | back;
    leat::testing::simulation sim{p, {.seed = seed, .fuse = seed % 2 == 0}};
    sim.finish();
    BOOST_TEST(seen == (ints{9, 7, 5, 3, 1}));
  }
}

BOOST_AUTO_TEST_CASE(items_need_be_movable_only) {
  leat::pipeline p;
  std::vector<std::unique_ptr<int>> out;
  leat::race(p | leat::from_values(1) | leat::map([](int x) { return std::make_unique<int>(x); }),
             p | leat::empty<std::unique_ptr<int>>())
    | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(*out.at(0) == 1);
}

BOOST_AUTO_TEST_CASE(keyed_streams_stay_keyed) {
  leat::pipeline p;
  std::vector<leat::keyed<int, int>> out;
  const auto odd = [](int x) { return x % 2; };
  auto late = p | leat::from_values(4) | leat::delay(1s) | leat::key_by(odd);
  leat::race(p | leat::from_values(1, 2, 3) | leat::key_by(odd), late)
    | leat::scan(0, [](int a, int b) { return a + b; }) | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_CHECK((out == std::vector<leat::keyed<int, int>>{{1, 1}, {0, 2}, {1, 4}}));
}

BOOST_AUTO_TEST_CASE(winner_and_losers_are_cancelled_when_nobody_wants_more) {
  leat::pipeline p;
  ints out;
  leat::race(p | leat::from_generator(endless()), p | leat::from_generator(endless()))
    | leat::take(3) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out == (ints{0, 1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
