// SPDX-License-Identifier: BSD-3-Clause
// What sources and operators of several streams save, and how another one goes on with it.
#include "folder.hpp"
#include "lone_host.hpp"
#include "results_of.hpp"

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

using namespace std::chrono_literals;
using ints = std::vector<int>;
using lines = std::vector<std::string>;

namespace {

/// What a head of a run pushes into.
struct row {
  ints items;
  void push(int x) { items.push_back(x); }
  [[nodiscard]] static bool halted() { return false; }
  template <class F>
  auto attempt(F&& f) {
    return std::make_optional(f());
  }
};

/// What a second one gives of 1 … 5, after the first has given two and saved.
template <class Make>
ints rest_of(Make make) {
  auto first = make();
  auto second = make();
  row some;
  first.give(2, some);
  BOOST_TEST(some.items == (ints{1, 2}));
  hand_over(first, second);
  row rest;
  while (second.give(2, rest)) {
  }
  return rest.items;
}

leat::generator<int> count() {
  for (int i = 1; i <= 5; ++i)
    co_yield i;
}

struct counter {
  int next = 1;
  std::optional<int> operator()() {
    return next <= 5 ? std::optional(next++) : std::nullopt;
  }
};
struct saved_counter : counter {
  void save(leat::byte_writer& out) const { out.write(next); }
  void load(leat::byte_reader& in) { next = in.read<int>(); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(saved_sources_test)

BOOST_AUTO_TEST_CASE(ranges_go_on_behind_what_was_given) {
  const auto vector = [] { return leat::range_source(ints{1, 2, 3, 4, 5}); };
  const auto list = [] { return leat::range_source(std::list{1, 2, 3, 4, 5}); };
  BOOST_TEST(rest_of(vector) == (ints{3, 4, 5}));
  BOOST_TEST(rest_of(list) == (ints{3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(generators_are_asked_again_or_say_where_they_stand) {
  BOOST_TEST(rest_of([] { return leat::generator_source<counter>{{}}; }) == (ints{3, 4, 5}));
  int calls = 0;
  const auto counted = [&] {
    return [&, c = counter{}]() mutable {
      ++calls;
      return c();
    };
  };
  using source = leat::generator_source<decltype(counted())>;
  BOOST_TEST(rest_of([&] { return source{counted()}; }) == (ints{3, 4, 5}));
  BOOST_TEST(calls == 2 + 2 + 4); // given, passed over, the rest and its end
  BOOST_TEST(rest_of([] { return leat::generator_source<saved_counter>{{}}; }) == (ints{3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(coroutines_pass_over_what_was_given) {
  using items = leat::coroutine_items<leat::generator<int> (*)()>;
  const auto make = [] { return leat::generator_source<items>{items(&count)}; };
  BOOST_TEST(rest_of(make) == (ints{3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(the_next_tick_comes_when_it_would_have_come) {
  lone_host<int> host;
  auto recipe = [] { return leat::from_periodic(10s, [] { return 1; }).recipe; };
  auto first = std::move(recipe()).bind().make();
  auto second = std::move(recipe()).bind().make();
  first->start(host);
  static_cast<void>(first->on_timer(0, host));
  host.time += 3s;
  hand_over(*first, *second);
  second->start(host);
  BOOST_CHECK(host.timers[0] == leat::timestamp{} + 10s);
}

BOOST_AUTO_TEST_CASE(a_timer_keeps_its_time) {
  lone_host<leat::timestamp> host;
  leat::one_shot_source first(10s);
  leat::one_shot_source second(10s);
  first.start(host);
  host.time += 3s;
  hand_over(first, second);
  second.start(host);
  BOOST_CHECK(host.timers[0] == leat::timestamp{} + 10s);
}

BOOST_AUTO_TEST_CASE(a_text_file_is_read_on_at_the_next_line) {
  const folder in;
  write(in.file("a"), "one\ntwo\nthree\nfour");
  const std::string path = in.file("a");
  lone_host<std::string> host;
  auto first = leat::from_text_file_recipe::make(path, {});
  auto second = leat::from_text_file_recipe::make(path, {});
  first->start(host);
  static_cast<void>(first->give(2, host));
  BOOST_TEST(host.taken() == (lines{"one", "two"}));
  hand_over(*first, *second);
  second->start(host);
  while (second->give(2, host) != leat::progress::done) {
  }
  BOOST_TEST(host.taken() == (lines{"three", "four"}));
}

BOOST_AUTO_TEST_CASE(a_directory_does_not_give_a_path_twice) {
  const folder in;
  for (const char* name : {"a", "b", "c"})
    write(in.file(name), "");
  lone_host<std::string> host;
  auto first = leat::from_directory_recipe::make(in.path, 1s);
  auto second = leat::from_directory_recipe::make(in.path, 1s);
  first->start(host);
  static_cast<void>(first->give(2, host));
  BOOST_TEST(host.taken().size() == 2U);
  hand_over(*first, *second);
  second->start(host);
  static_cast<void>(second->give(10, host));
  BOOST_TEST(host.taken() == (lines{in.file("c")}));
}

BOOST_AUTO_TEST_CASE(concat_goes_on_with_the_stream_whose_turn_it_was) {
  lone_host<int> host;
  leat::concat_operator first(3);
  leat::concat_operator second(3);
  host.ended = {0};
  static_cast<void>(first.port_ended(0, host));
  hand_over(first, second);
  BOOST_TEST(!second.wants(0, host));
  BOOST_TEST(second.wants(1, host));
  BOOST_TEST(!second.wants(2, host));
}

BOOST_AUTO_TEST_CASE(a_race_stays_decided) {
  lone_host<int> host;
  leat::race_operator first(3);
  leat::race_operator second(3);
  leat::race_operator fresh(3);
  hand_over(first, fresh);
  fresh.start(host);
  BOOST_TEST(host.cancelled.empty());
  auto items = host.items(ints{1});
  static_cast<void>(first.process(1, items, host));
  BOOST_TEST(host.cancelled == (std::vector{0, 2}));
  host.cancelled.clear();
  hand_over(first, second);
  second.start(host);
  BOOST_TEST(host.cancelled == (std::vector{0, 2}));
}

BOOST_AUTO_TEST_CASE(the_newest_items_are_known_again) {
  using pair = std::tuple<int, std::string>;
  lone_host<pair> host;
  auto numbers = [&](int x) { return host.items(ints{x}); };
  leat::combine_latest_operator<int, std::string> first({true, true});
  leat::combine_latest_operator<int, std::string> second({true, true});
  auto words = host.items(lines{"x"});
  static_cast<void>(first.process(1, words, host));
  hand_over(first, second);
  auto one = numbers(1);
  static_cast<void>(second.process(0, one, host));
  BOOST_CHECK((host.taken() == std::vector{pair{1, "x"}}));

  leat::zip_latest_operator<int, std::string> third;
  leat::zip_latest_operator<int, std::string> fourth;
  words = host.items(lines{"y"});
  static_cast<void>(third.process(1, words, host));
  hand_over(third, fourth);
  BOOST_TEST(fourth.wants(0, host));
  auto two = numbers(2);
  static_cast<void>(fourth.process(0, two, host));
  BOOST_CHECK((host.taken() == std::vector{pair{2, "y"}}));
}

BOOST_AUTO_TEST_SUITE_END()
