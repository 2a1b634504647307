// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using pair = std::tuple<int, std::string>;
using pairs = std::vector<pair>;

BOOST_AUTO_TEST_SUITE(combine_latest_test)

BOOST_AUTO_TEST_CASE(a_tuple_of_the_newest_whenever_one_speaks) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    auto [words, in_words] = p.input<std::string>();
    pairs out;
    leat::combine_latest(numbers, words) | leat::collect_into(out);
    leat::testing::simulation sim{p, {.seed = seed}};
    in.push(1);
    sim.settle();
    BOOST_TEST(out.empty()); // not all have spoken
    in_words.push("x");
    sim.settle();
    in.push(2);
    sim.settle();
    in_words.push("y");
    in_words.close(); // and the last that it said counts on
    sim.settle();
    in.push(3);
    in.push(4);
    in.close();
    sim.finish();
    BOOST_CHECK((out == pairs{{1, "x"}, {2, "x"}, {2, "y"}, {3, "y"}, {4, "y"}}));
  }
}

BOOST_AUTO_TEST_CASE(only_when_those_of_emit_on_speak) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  auto [words, in_words] = p.input<std::string>();
  pairs out;
  leat::combine_latest(numbers, words, leat::emit_on(words)) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  in_words.push("w"); // too early
  sim.settle();
  in.push(1);
  sim.settle();
  in_words.push("x");
  sim.settle();
  in.push(2);
  in.push(3);
  sim.settle();
  in_words.push("y");
  in_words.close();
  sim.settle();
  BOOST_TEST(!in.push(4)); // it would make nothing come out
  sim.finish();
  BOOST_CHECK((out == pairs{{1, "x"}, {3, "y"}}));
}

BOOST_AUTO_TEST_CASE(several_may_make_it_emit) {
  leat::pipeline p;
  auto a = p | leat::from_values(1);
  auto b = p | leat::from_values(2) | leat::delay(1s);
  auto c = p | leat::from_values(3) | leat::delay(2s);
  std::vector<std::tuple<int, int, int>> out;
  leat::combine_latest(a, b, c, leat::emit_on(a, c)) | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_CHECK((out == std::vector<std::tuple<int, int, int>>{{1, 2, 3}}));
}

BOOST_AUTO_TEST_CASE(it_ends_when_one_has_ended_without_an_item) {
  leat::pipeline p;
  std::vector<std::tuple<int, int>> out;
  auto endless = p | leat::from_generator([] { return std::optional(1); });
  leat::combine_latest(endless, p | leat::empty<int>()) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(one_stream_alone_and_in_two_places) {
  leat::pipeline p;
  std::vector<std::tuple<int>> alone;
  std::vector<std::tuple<int, int>> twice;
  auto numbers = p | leat::from_values(1, 2);
  leat::combine_latest(numbers) | leat::collect_into(alone);
  leat::combine_latest(numbers, numbers) | leat::collect_into(twice);
  leat::run(p);
  BOOST_CHECK((alone == std::vector<std::tuple<int>>{{1}, {2}}));
  BOOST_CHECK((twice.back() == std::tuple(2, 2)));
}

BOOST_AUTO_TEST_CASE(many_items_on_actors) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.threads = 2, .fuse = fuse}};
    leat::pipeline p;
    std::size_t n = 0;
    pair last;
    auto words = p | leat::from_range(std::vector<std::string>(20'000, std::string(500, 'x')));
    leat::combine_latest(p | leat::from_range(ints(20'000, 7)), words)
      | leat::for_each([&](const pair& x) {
          ++n;
          last = x;
        });
    leat::run(p, actors);
    BOOST_TEST(n >= 20'000U);
    BOOST_TEST(n < 40'000U);
    BOOST_CHECK((last == pair{7, std::string(500, 'x')}));
  }
}

BOOST_AUTO_TEST_CASE(a_slow_reader_slows_both_streams) {
  leat::pipeline p;
  int made = 0;
  auto source = [&] {
    return p | leat::from_range(ints(100'000, 1)) | leat::tap([&](int) { ++made; });
  };
  std::size_t out = 0;
  leat::combine_latest(source(), source()) | leat::rate_limit(1s) | leat::take(10)
    | leat::for_each([&](int, int) { ++out; });
  leat::testing::simulation sim{p};
  sim.advance(1s);
  BOOST_TEST(made < 100'000);
  sim.finish();
  BOOST_TEST(out == 10U);
}

BOOST_AUTO_TEST_CASE(a_receipt_waits_for_no_partner) {
  leat::pipeline p;
  auto [a, in_a] = p.input<int>();
  auto [b, in_b] = p.input<int>();
  leat::combine_latest(a, b) | leat::discard();
  leat::testing::simulation sim{p};
  bool received = false;
  in_a.push(1);
  in_a.flush([&](const std::exception_ptr&) { received = true; });
  sim.settle();
  BOOST_TEST(received);
  in_a.close();
  in_b.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(emit_on_must_name_one_of_the_streams) {
  leat::pipeline p;
  auto a = p | leat::from_values(1);
  auto b = p | leat::from_values(2);
  auto c = p | leat::from_values(3);
  BOOST_CHECK_THROW(static_cast<void>(leat::combine_latest(a, b, leat::emit_on(c))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
