// SPDX-License-Identifier: BSD-3-Clause
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <ranges>

using leat::testing::simulation;
using leat::testing::sink_probe;
using ints = std::vector<int>;

BOOST_AUTO_TEST_SUITE(sink_probe_test)

BOOST_AUTO_TEST_CASE(takes_what_is_asked_for) {
  leat::pipeline p;
  sink_probe<int> probe(p);
  p | leat::from_values(1, 2, 3) | leat::map([](int x) { return 10 * x; }) | probe;
  simulation sim(p);
  sim.settle();
  BOOST_TEST(probe.items().empty());
  probe.request(2);
  sim.settle();
  BOOST_TEST(probe.items() == (ints{10, 20}));
  BOOST_TEST(!probe.ended());
  probe.request(2);
  sim.finish();
  BOOST_TEST(probe.items() == (ints{10, 20, 30}));
  BOOST_TEST(probe.ended());
}

BOOST_AUTO_TEST_CASE(shows_back_pressure) {
  leat::pipeline p;
  sink_probe<int> probe(p);
  auto [numbers, in] = p.input<int>(leat::items(2));
  numbers | leat::map([](int x) { return x; }).budget(leat::items(4)) | probe;
  simulation sim(p);
  int taken = 0;
  while (taken < 100'000 && in.try_push(taken)) {
    ++taken;
    sim.settle();
  }
  BOOST_TEST(taken < 100'000); // the edges are full
  probe.request(1'000'000);
  sim.settle();
  BOOST_TEST(probe.items().size() == static_cast<std::size_t>(taken));
  BOOST_CHECK(in.try_push(1));
  in.close();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(may_have_had_enough) {
  leat::pipeline p;
  sink_probe<int> probe(p);
  auto [numbers, in] = p.input<int>();
  numbers | probe;
  simulation sim(p);
  probe.request(1);
  in.push(1);
  sim.settle();
  probe.cancel();
  sim.settle();
  BOOST_TEST(in.try_push(2).closed());
  sim.finish();
  BOOST_TEST(probe.items() == ints{1});
  BOOST_TEST(!probe.ended());
}

BOOST_AUTO_TEST_CASE(items_may_be_moved_only) {
  leat::pipeline p;
  sink_probe<std::unique_ptr<int>> probe(p);
  p | leat::from_range(ints{1, 2}) | leat::map([](int x) { return std::make_unique<int>(x); })
    | probe;
  simulation sim(p);
  probe.request(5);
  sim.finish();
  BOOST_TEST(probe.items().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
