// SPDX-License-Identifier: BSD-3-Clause
// As simulated_test, for the programs own, cluster and push.
#include "schedules.hpp"

#include <exception>
#include <ranges>
#include <string_view>

namespace {

struct reading {
  int sensor;
  double value;
};

struct silence {
  using output = leat::timestamp;
  struct state {
    leat::timestamp last{};
  };
  leat::duration limit;

  void on_item(const reading&, state& s, leat::context<output>& c) {
    s.last = c.now();
    c.set_timer("silent", c.now() + limit);
  }
  void on_timer(std::string_view, state& s, leat::context<output>& c) { c.push(s.last); }
};

struct countdown {
  using output = int;
  struct state {
    int at = 0;
  };
  int from;

  leat::pull next(state& s, leat::context<int>& c) {
    if (s.at == from)
      return leat::pull::end();
    c.push(from - s.at++);
    return s.at % 2 == 0 ? leat::pull::after(1s) : leat::pull::again();
  }
};

struct into {
  using output = void;
  ints* out;

  void on_item(int x, leat::context<void>&) { out->push_back(x); }
  void on_end(leat::context<void>&) { out->push_back(-1); }
};

struct alternate {
  using output = int;
  struct state {
    int turn = 0;
  };

  bool wants(int port, const state& s) const { return port == s.turn; }
  void on_item(leat::port<0>, int x, state& s, leat::context<int>& c) { c.push(x), s.turn = 1; }
  void on_item(leat::port<1>, int x, state& s, leat::context<int>& c) { c.push(x), s.turn = 0; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(simulated_own_test)

BOOST_AUTO_TEST_CASE(own_operator_with_timers) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto [readings, in] = p.input<reading>();
    std::vector<leat::keyed<int, leat::timestamp>> silent;
    readings | leat::key_by(&reading::sensor) | leat::op(silence{5s}).named("silence")
      | leat::collect_into(silent);
    leat::testing::simulation sim{p, with};
    const auto t0 = sim.now();
    const auto about = [&](leat::timestamp at, leat::timestamp expected) { // packets may be late
      return at >= expected && at <= expected + 10 * with.delay_packets;
    };
    in.push({1, 0.5});
    sim.advance(3s);
    in.push({2, 0.5});
    sim.advance(3s);
    BOOST_REQUIRE_EQUAL(silent.size(), 1);
    BOOST_REQUIRE((silent[0].key == 1 && about(silent[0].value, t0)));
    sim.advance(3s);
    BOOST_REQUIRE_EQUAL(silent.size(), 2);
    BOOST_REQUIRE((silent[1].key == 2 && about(silent[1].value, t0 + 3s)));
    in.close();
    finish(sim);
  });
}

BOOST_AUTO_TEST_CASE(own_source_and_sink) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    ints out;
    p | leat::op(countdown{3}) | leat::op(into{&out});
    leat::testing::simulation sim{p, with};
    sim.advance(10 * with.delay_packets); // before the pause of 1 s is over
    BOOST_REQUIRE((out == ints{3, 2}));
    finish(sim);
    BOOST_REQUIRE((out == ints{3, 2, 1, -1}));
  });
}

BOOST_AUTO_TEST_CASE(own_operator_of_two_streams) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    ints out;
    leat::op(alternate{}, p | leat::from_values(1, 3), p | leat::from_values(2, 4))
        .named("in turn")
      | leat::collect_into(out);
    run(p, with);
    BOOST_REQUIRE((out == ints{1, 2, 3, 4}));
  });
}

BOOST_AUTO_TEST_CASE(own_check_of_a_spec) {
  under_each_seed([](const options& with) {
    const auto twice = leat::map([](int x) { return 2 * x; });
    BOOST_REQUIRE((leat::testing::run(ints{1, 2, 3}, twice, with) == ints{2, 4, 6}));
  });
}

BOOST_AUTO_TEST_CASE(cluster) {
  constexpr std::uint64_t numbers = 1000;
  std::uint64_t expected = 0;
  for (std::uint64_t x = 0; x < numbers; ++x)
    expected += x * x % 1'000'003;
  under_each_seed([&](const options& with) {
    leat::pipeline p;
    std::vector<std::uint64_t> totals;
    const auto plus = [](std::uint64_t a, std::uint64_t b) { return a + b; };
    p | leat::from_range(std::views::iota(std::uint64_t{0}, numbers))
      | leat::map([](std::uint64_t x) { return x * x % 1'000'003; }).named("square").parallel(4)
      | leat::key_by([](std::uint64_t x) { return x % 16; })
      | leat::fold(std::uint64_t{0}, plus).named("sum by key").parallel(4)
      | leat::map([](const leat::keyed<std::uint64_t, std::uint64_t>& k) { return k.value; })
      | leat::reduce(plus)
      | leat::collect_into(totals);
    run(p, with);
    BOOST_REQUIRE((totals == std::vector{expected}));
  });
}

BOOST_AUTO_TEST_CASE(push_and_flush) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>();
    ints seen;
    numbers | leat::map([](int x) { return x + 1; }) | leat::collect_into(seen);
    leat::testing::simulation sim{p, with};
    BOOST_REQUIRE(in.push(1));
    BOOST_REQUIRE(in.push_all(ints{2, 3}));
    ints at_receipt;
    in.flush([&](const std::exception_ptr& error) {
      if (!error)
        at_receipt = seen;
    });
    if (with.delay_packets == 0s)
      in.flush().get();
    else
      sim.advance(1s); // waiting for a flush moves no time, which late packets need
    BOOST_REQUIRE((seen == ints{2, 3, 4}));
    BOOST_REQUIRE((at_receipt == seen));
    in.close();
    finish(sim);
  });
}

BOOST_AUTO_TEST_CASE(push_is_refused_when_full) {
  under_each_seed([](const options& with) {
    leat::pipeline p;
    auto [numbers, in] = p.input<int>(leat::budget(leat::items(4)));
    ints seen, expected;
    numbers | leat::for_each([&](int x) { seen.push_back(x); }).budget(leat::items(4));
    leat::testing::simulation sim{p, with};
    int taken = 0;
    for (; taken < 1000 && in.try_push(taken); ++taken)
      expected.push_back(taken);
    BOOST_REQUIRE(taken >= 4 && taken < 40);
    in.close();
    finish(sim);
    BOOST_REQUIRE(seen == expected);
  });
}

BOOST_AUTO_TEST_SUITE_END()
