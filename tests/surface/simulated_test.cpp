// SPDX-License-Identifier: BSD-3-Clause
// What the programs of this folder do, under a thousand schedules each: what a program asserts, its
// cases assert.
#include "schedules.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace {

int inverse(int x) {
  if (x == 0)
    throw std::domain_error("no inverse of zero");
  return 100 / x;
}

auto positive_squares() {
  return leat::filter([](int x) { return x > 0; }) | leat::map([](int x) { return x * x; });
}

leat::stream<int> pair_sums(leat::stream<int> in) {
  return std::move(in) | leat::partition(2) | leat::map([](const ints& v) {
           int sum = 0;
           for (int x : v)
             sum += x;
           return sum;
         });
}

template <class T>
auto every_other(leat::stream<T> in) {
  return std::move(in) | leat::enumerate()
    | leat::filter([](std::size_t i, const T&) { return i % 2 == 0; }) | leat::pluck<1>();
}

} // namespace

BOOST_AUTO_TEST_SUITE(simulated_test)

BOOST_AUTO_TEST_CASE(hello) {
  ints expected;
  for (int x = 1; x <= 1000; x += 2)
    expected.push_back(x * x);
  under_each_seed([&](const options& with) {
    leat::pipeline p;
    ints out;
    p | leat::from_range(std::views::iota(1, 1001))
      | leat::map([](int x) { return x * x; })
      | leat::filter([](int x) { return x % 2 == 1; })
      | leat::for_each([&](int x) { out.push_back(x); });
    run(p, with);
    BOOST_REQUIRE(out == expected);
  });
}

BOOST_AUTO_TEST_CASE(branches) {
  constexpr int half = 50;
  std::vector<std::tuple<int, int>> expected_pairs;
  ints expected_sums, expected_all, expected_running;
  for (int i = 0; i < half; ++i) {
    expected_pairs.emplace_back(2 * i, 2 * i + 1);
    expected_sums.push_back(4 * i + 1);
  }
  for (int x = 0; x < 2 * half; ++x) {
    expected_all.push_back(x);
    expected_running.push_back(x * (x + 1) / 2);
  }
  under_each_seed([&](const options& with) {
    leat::pipeline p;
    auto numbers = p | leat::from_range(std::views::iota(0, 2 * half));
    auto even = numbers | leat::filter([](int x) { return x % 2 == 0; });
    auto odd = numbers | leat::filter([](int x) { return x % 2 == 1; });

    std::vector<std::tuple<int, int>> pairs;
    leat::zip(even, odd) | leat::collect_into(pairs);
    ints sums;
    leat::zip(even, odd) | leat::map([](int a, int b) { return a + b; })
      | leat::collect_into(sums);
    ints all;
    leat::merge(even, odd) | leat::collect_into(all);
    texts words;
    p | leat::from_values(std::string{"a stream"}, std::string{"of words"})
      | leat::flat_map([](const std::string& line) {
          const auto space = line.find(' ');
          return std::vector{line.substr(0, space), line.substr(space + 1)};
        })
      | leat::collect_into(words);
    ints running;
    numbers | leat::scan(0, [](int total, int x) { return total + x; })
      | leat::collect_into(running);

    run(p, with);
    std::ranges::sort(all);
    BOOST_REQUIRE(pairs == expected_pairs);
    BOOST_REQUIRE(sums == expected_sums);
    BOOST_REQUIRE(all == expected_all);
    BOOST_REQUIRE((words == texts{"a", "stream", "of", "words"}));
    BOOST_REQUIRE(running == expected_running);
  });
}

BOOST_AUTO_TEST_CASE(reuse) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto numbers = p | leat::from_values(-1, 1, 2, 3, 4);
    ints a, b, c, d, all;
    auto squares = positive_squares();
    numbers | squares | leat::collect_into(a);
    numbers | squares | pair_sums | leat::collect_into(b);
    every_other(numbers) | leat::collect_into(c);
    leat::stream<int> chosen = numbers;
    chosen = chosen | leat::skip(1);
    chosen | leat::collect_into(d);
    std::vector<leat::stream<int>> three;
    for (int i = 0; i < 3; ++i)
      three.push_back(numbers | leat::map([i](int x) { return 10 * i + x; }) | leat::take(1));
    leat::merge(three) | leat::collect_into(all);

    run(p, with);
    std::ranges::sort(all);
    BOOST_REQUIRE((a == ints{1, 4, 9, 16}));
    BOOST_REQUIRE((b == ints{5, 25}));
    BOOST_REQUIRE((c == ints{-1, 2, 4}));
    BOOST_REQUIRE((d == ints{1, 2, 3, 4}));
    BOOST_REQUIRE((all == ints{-1, 9, 19}));
  });
}

BOOST_AUTO_TEST_CASE(items_whole_or_in_parts) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto pairs = p | leat::from_values(std::pair{1, 2}, std::pair{3, 4});
    ints sums, firsts, seconds;
    std::vector<std::size_t> whole, parts;
    pairs | leat::map([](int a, int b) { return a + b; }) | leat::collect_into(sums);
    pairs | leat::map([](const auto& x) { return x.first; }) | leat::collect_into(firsts);
    pairs | leat::map(&std::pair<int, int>::second) | leat::collect_into(seconds);
    auto how_many = [](const auto&... x) { return sizeof...(x); };
    pairs | leat::map(how_many) | leat::collect_into(whole);
    pairs | leat::map(leat::unpack(how_many)) | leat::collect_into(parts);
    run(p, with);
    BOOST_REQUIRE((sums == ints{3, 7}));
    BOOST_REQUIRE((firsts == ints{1, 3}));
    BOOST_REQUIRE((seconds == ints{2, 4}));
    BOOST_REQUIRE((whole == std::vector<std::size_t>{1, 1}));
    BOOST_REQUIRE((parts == std::vector<std::size_t>{2, 2}));
  });
}

BOOST_AUTO_TEST_CASE(items_that_only_move) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto [boxes, in] = p.input<std::unique_ptr<int>>();
    ints out;
    std::move(boxes) | leat::map([](std::unique_ptr<int> b) { return *b += 1, std::move(b); })
      | leat::filter([](const std::unique_ptr<int>& b) { return *b > 1; })
      | leat::map([](const auto& b) { return *b; })
      | leat::collect_into(out);
    leat::testing::simulation sim{p, with};
    auto box = std::make_unique<int>(1);
    while (!in.try_push(std::move(box))) {
      BOOST_REQUIRE(box != nullptr);
      BOOST_REQUIRE(sim.step());
    }
    in.close();
    finish(sim);
    BOOST_REQUIRE((out == ints{2}));
  });
}

BOOST_AUTO_TEST_CASE(items_changed_in_place) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto words = p | leat::from_values("a", "b");
    texts loud, quiet;
    words | leat::update([](std::string& s) { s += '!'; }) | leat::collect_into(loud);
    words | leat::collect_into(quiet);
    run(p, with);
    BOOST_REQUIRE((loud == texts{"a!", "b!"}));
    BOOST_REQUIRE((quiet == texts{"a", "b"}));
  });
}

BOOST_AUTO_TEST_CASE(items_of_a_container_that_is_gone) {
  using pair = std::pair<std::string, int>;
  under_each_seed([](const options& with) {
    leat::pipeline p;
    std::map<std::string, int> last;
    {
      texts lines{"a=1", "?", "b=2", "a=3"};
      p | leat::from_range(lines)
        | leat::flat_map([](const std::string& s) -> std::optional<pair> {
            const auto at = s.find('=');
            if (at == std::string::npos)
              return std::nullopt;
            return pair{s.substr(0, at), std::stoi(s.substr(at + 1))};
          })
        | leat::fold(std::map<std::string, int>{},
                     [](auto& m, const std::string& k, int v) { m[k] = v; })
        | leat::for_each([&](const std::map<std::string, int>& m) { last = m; });
    }
    run(p, with);
    BOOST_REQUIRE((last == std::map<std::string, int>{{"a", 3}, {"b", 2}}));
  });
}

BOOST_AUTO_TEST_CASE(failures_that_end_the_job) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    p | leat::from_values(5, 0, 2) | leat::map(inverse).named("invert")
      | leat::for_each([](int) {});
    BOOST_REQUIRE_EXCEPTION(run(p, with), leat::job_failed, [](const leat::job_failed& e) {
      const std::string what = e.what();
      const auto& first = e.failures().front();
      return what.find("invert") != std::string::npos
        && what.find("no inverse of zero") != std::string::npos
        && first.node == "invert" && first.item == "0";
    });
  });
}

BOOST_AUTO_TEST_CASE(failures_that_are_skipped) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    ints out;
    p | leat::from_values(5, 0, 2) | leat::map(inverse).on_error(leat::skip_item())
      | leat::collect_into(out);
    run(p, with);
    BOOST_REQUIRE((out == ints{20, 50}));
  });
}

BOOST_AUTO_TEST_CASE(failures_that_are_looked_at) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    ints out, bad;
    auto [letters, box] = p.dead_letters<int>();
    std::string why;
    p | leat::from_values(5, 0, 2) | leat::map(inverse).on_error(box) | leat::collect_into(out);
    letters | leat::tap([&](const leat::dead_letter<int>& d) { why = d.why.what; })
      | leat::map([](const leat::dead_letter<int>& d) { return d.item; })
      | leat::collect_into(bad);
    run(p, with);
    BOOST_REQUIRE((out == ints{20, 50}));
    BOOST_REQUIRE((bad == ints{0}));
    BOOST_REQUIRE(why == "no inverse of zero");
  });
}

BOOST_AUTO_TEST_CASE(feedback_that_ends_its_loop) {
  using pair = std::pair<long, long>;
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto [again, back] = p.loop<pair>();
    std::vector<long> fib;
    auto pairs =
      leat::merge(p | leat::from_values(pair{0, 1}), again) | leat::rate_limit(1ms);
    pairs | leat::map([](pair x) { return x.first; }) | leat::collect_into(fib);
    pairs | leat::map([](pair x) { return pair{x.second, x.first + x.second}; })
      | leat::take_while([](pair x) { return x.first < 100; })
      | back;
    run(p, with);
    BOOST_REQUIRE((fib == std::vector<long>{0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89}));
  });
}

BOOST_AUTO_TEST_CASE(feedback_that_runs_dry) {
  constexpr int web = 1000;
  under_each_seed([&](const options& with) {
    leat::pipeline p;
    auto [found, back] = p.loop<int>();
    int visited = 0;
    auto pages = leat::merge(p | leat::from_values(1), found) | leat::unique();
    pages | leat::for_each([&](int) { ++visited; });
    pages | leat::flat_map([](int x) {
      ints links;
      for (int y : {2 * x, 2 * x + 1, x / 2, x - 1})
        if (y >= 1 && y <= web)
          links.push_back(y);
      return links;
    }) | back;
    run(p, with);
    BOOST_REQUIRE_EQUAL(visited, web);
  });
}

BOOST_AUTO_TEST_SUITE_END()
