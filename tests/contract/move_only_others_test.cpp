// SPDX-License-Identifier: BSD-3-Clause
// Items need be movable only: operators that choose, hold and combine, sources and sinks.
#include "move_only.hpp"

#include <chrono>
#include <optional>
#include <tuple>

using namespace std::chrono_literals;
using namespace contract;

namespace {

constexpr auto is_odd = [](const box& b) { return *b % 2; };

box boxed(int x) { return std::make_unique<int>(x); }

struct passes {
  using output = box;
  static void on_item(box b, leat::context<box>& c) { c.push(std::move(b)); }
};

/// The numbers in what came into a result.
template <class Boxes>
ints numbers_in(const Boxes& all) {
  ints out;
  for (const auto& b : all)
    out.push_back(*b);
  return out;
}

leat::generator<box> made() {
  for (const int x : all)
    co_yield boxed(x);
}

} // namespace

BOOST_AUTO_TEST_SUITE(move_only_others_test)

BOOST_AUTO_TEST_CASE(some_of_the_items) {
  must_give(
    "skip_while", [](auto s) { return std::move(s) | leat::skip_while(odd); }, (ints{2, 3, 4, 5}));
  must_give(
    "first", [](auto s) { return std::move(s) | leat::first(); }, ints{1});
  must_give(
    "last", [](auto s) { return std::move(s) | leat::last(); }, ints{5});
  must_give(
    "slice", [](auto s) { return std::move(s) | leat::slice(1, 5, 2); }, (ints{2, 4}));
  must_give(
    "distinct_until_changed", [](auto s) {
      return std::move(s) | leat::distinct_until_changed([](const box& b) { return *b / 2; });
    },
    (ints{1, 2, 4}));
  must_give(
    "start_with", [](auto s) {
      return std::move(s) | leat::start_with(boxed(7));
    },
    (ints{7, 1, 2, 3, 4, 5}));
  must_give(
    "default_if_empty", [](auto s) {
      return std::move(s) | leat::filter([](const box& b) { return *b > 9; })
        | leat::default_if_empty(boxed(7));
    },
    ints{7});
  must_give(
    "own_operator", [](auto s) { return std::move(s) | leat::op(passes{}); }, all);
}

BOOST_AUTO_TEST_CASE(with_something_more) {
  must_give(
    "enumerate", [](auto s) { return std::move(s) | leat::enumerate() | leat::pluck<1>(); }, all);
  must_give(
    "pluck", [](auto s) { return std::move(s) | leat::enumerate() | leat::pluck<1>(); }, all);
  must_give(
    "with_time", [](auto s) { return std::move(s) | leat::with_time() | leat::pluck<1>(); }, all);
  must_give(
    "map_async", [](auto s) {
      return std::move(s) | leat::map_async<box>([](box b, const leat::completion<box>& done) {
               done(std::move(b));
             });
    },
    all);
  must_give(
    "scan_output", [](auto s) {
      return std::move(s) | leat::scan_output(0, [](int& sum, box b) {
               return boxed(sum += *b);
             });
    },
    (ints{1, 3, 6, 10, 15}));
  must_give(
    "scan", [](auto s) {
      return std::move(s) | leat::scan(0, [](int sum, box b) { return sum + *b; })
        | leat::map(boxed);
    },
    (ints{1, 3, 6, 10, 15}));
  must_give(
    "fold", [](auto s) {
      return std::move(s) | leat::fold(boxed(0), [](box sum, box b) {
               return *sum += *b, std::move(sum);
             });
    },
    ints{15});
  must_give(
    "reduce", [](auto s) {
      return std::move(s) | leat::reduce([](box sum, box b) {
               return *sum += *b, std::move(sum);
             });
    },
    ints{15});
  must_give(
    "count", [](auto s) {
      return std::move(s) | leat::count() | leat::map([](auto n) {
               return boxed(static_cast<int>(n));
             });
    },
    ints{5});
  must_give(
    "values", [](auto s) { return std::move(s) | leat::key_by(is_odd) | leat::values(); }, all);
  must_give(
    "by_key", [](auto s) {
      return std::move(s) | leat::key_by(is_odd) | leat::by_key() | leat::values();
    },
    all);
}

BOOST_AUTO_TEST_CASE(in_groups) {
  must_give(
    "flatten", [](auto s) { return std::move(s) | leat::partition(2) | leat::flatten(); }, all);
  must_give(
    "partition_unique", [](auto s) {
      return std::move(s) | leat::partition_unique(2, is_odd) | leat::flatten();
    },
    all);
  must_give(
    "timed_window_unique", [](auto s) {
      return std::move(s) | leat::timed_window_unique(1s, is_odd) | leat::flatten();
    },
    (ints{1, 2}));
  leat::pipeline p;
  ints out;
  boxes(p) | leat::collect(p | leat::from_timer(1s)) | leat::flatten()
    | leat::for_each([&](const box& b) { out.push_back(*b); });
  leat::testing::simulation(p).finish();
  CONTRACT_CHECK("move_only", "collect", out == all, "collect gives" << listed(out));
}

BOOST_AUTO_TEST_CASE(in_time) {
  must_give(
    "debounce", [](auto s) { return std::move(s) | leat::debounce(1s); }, ints{5});
  must_give(
    "sample", [](auto s) { return std::move(s) | leat::sample(1s); }, ints{5});
  must_give(
    "throttle_first", [](auto s) { return std::move(s) | leat::throttle_first(1s); }, ints{1});
  must_give(
    "timeout", [](auto s) { return std::move(s) | leat::timeout(1s); }, all);
  must_give(
    "buffer", [](auto s) { return std::move(s) | leat::buffer(2, leat::overflow::block); }, all);
  const auto newest = opened([](auto s) { return std::move(s) | leat::latest(); });
  CONTRACT_CHECK("move_only", "latest", !newest.empty() && newest.back() == 5,
                 "latest gives" << listed(newest));
}

BOOST_AUTO_TEST_CASE(several_streams) {
  must_give(
    "split", [](auto s) {
      auto [yes, no] = std::move(s) | leat::split(odd);
      return leat::concat(std::move(yes), std::move(no));
    },
    (ints{1, 3, 5, 2, 4}));
  must_give(
    "split_by", [](auto s) {
      auto two = std::move(s) | leat::split_by(2, is_odd);
      return leat::concat(two[0], two[1]);
    },
    (ints{2, 4, 1, 3, 5}));
  must_give(
    "unzip", [](auto s) {
      auto [numbers, items] = std::move(s) | leat::enumerate() | leat::unzip();
      std::move(numbers) | leat::discard();
      return std::move(items);
    },
    all);
  const auto combined = [](const std::string& header, const auto& combine, const ints& expected) {
    leat::pipeline p;
    ints out;
    combine(p) | leat::for_each([&](const box& b) { out.push_back(*b); });
    leat::testing::simulation(p).finish();
    CONTRACT_CHECK("move_only", header, out == expected, header << " gives" << listed(out));
  };
  combined(
    "concat_operator", [](auto& p) { return leat::concat(boxes(p), boxes(p)); },
    (ints{1, 2, 3, 4, 5, 1, 2, 3, 4, 5}));
  combined(
    "race_operator", [](auto& p) { return leat::race(boxes(p), p | leat::never<box>()); }, all);
  combined(
    "loop_head", [](auto& p) {
      auto [again, back] = p.template loop<box>();
      auto [small, great] = leat::merge(boxes(p), again) | leat::split([](const box& b) {
                              return *b < 6;
                            });
      std::move(small) | leat::map([](box b) { return boxed(*b + 5); }) | back;
      return std::move(great);
    },
    (ints{6, 7, 8, 9, 10}));
}

BOOST_AUTO_TEST_CASE(sources) {
  const auto given = [](const std::string& header, const auto& source) {
    leat::pipeline p;
    ints out;
    p | source() | leat::for_each([&](const box& b) { out.push_back(*b); });
    leat::testing::simulation(p).finish();
    CONTRACT_CHECK("move_only", header, out == all, header << " gives" << listed(out));
  };
  given("from_range", [] {
    std::vector<box> range;
    for (const int x : all)
      range.push_back(boxed(x));
    return leat::from_range(std::move(range));
  });
  given("from_values", [] {
    return leat::from_values(boxed(1), boxed(2), boxed(3), boxed(4), boxed(5));
  });
  given("from_generator", [] {
    return leat::from_generator([i = 0]() mutable {
      return i < 5 ? std::optional(boxed(++i)) : std::nullopt;
    });
  });
  given("from_coroutine", [] { return leat::from_coroutine(made()); });

  leat::pipeline p;
  auto [stream, in] = p.input<box>();
  ints out;
  std::move(stream) | leat::for_each([&](const box& b) { out.push_back(*b); });
  leat::testing::simulation sim(p);
  for (const int x : all)
    in.push(boxed(x));
  in.close();
  sim.finish();
  CONTRACT_CHECK("move_only", "input", out == all, "input gives" << listed(out));
}

BOOST_AUTO_TEST_CASE(sinks) {
  leat::pipeline p;
  ints seen;
  std::vector<box> collected;
  boxes(p) | leat::for_each([&](box b) { seen.push_back(*b); });
  boxes(p) | leat::collect_into(collected);
  auto vector = boxes(p) | leat::to_vector();
  auto last = boxes(p) | leat::to_future();
  leat::testing::simulation(p).finish();
  CONTRACT_CHECK("move_only", "for_each", seen == all, "for_each sees" << listed(seen));
  CONTRACT_CHECK("move_only", "collect_into", numbers_in(collected) == all, "not collected");
  CONTRACT_CHECK("move_only", "to_vector", numbers_in(vector.get()) == all, "not in the future");
  CONTRACT_CHECK("move_only", "to_future", **last.get() == 5, "not the last one");
}

BOOST_AUTO_TEST_SUITE_END()
