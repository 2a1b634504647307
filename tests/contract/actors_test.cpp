// SPDX-License-Identifier: BSD-3-Clause
// On actors the cases give what they give in the simulation.
#include "checked.hpp"
#include "feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace contract;

namespace {

void push_all(const probe_trial& t, const leat::input<int>& in) {
  for (const auto& burst : bursts())
    for (const int item : burst.items)
      if (!in.push(item))
        break;
  in.close();
  t.after_close();
}

struct simulated {
  std::vector<shown> out;
  bool takes_time = false; // actors would have to wait for it
};

simulated run_simulated(const probe_case& what) {
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  what.build(t, items);
  t.sim.emplace(t.p, leat::testing::simulation_options{.delay_calls = {}});
  push_all(t, in);
  t.sim->finish();
  return {std::move(t.out), t.sim->now() > leat::timestamp{}};
}

std::vector<shown> without_times(std::vector<shown> out) {
  for (auto& s : out)
    s.at = {};
  std::ranges::sort(out);
  return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(actors_test)

BOOST_AUTO_TEST_CASE(threads_and_fusing_change_nothing) {
  std::size_t tried = 0;
  for (const probe_case& what : probe_cases()) {
    const auto expected = run_simulated(what);
    if (expected.takes_time)
      continue;
    ++tried;
    for (const unsigned threads : {1U, 4U})
      for (const bool fuse : {true, false}) {
        leat::engine on{{.threads = threads, .fuse = fuse}};
        probe_trial t;
        auto [items, in] = t.p.input<int>();
        what.build(t, items);
        leat::job j = leat::start(t.p, on);
        push_all(t, in);
        j.wait();
        const auto got = without_times(std::move(t.out));
        CONTRACT_CHECK("actors", what.header, got == without_times(expected.out),
                       name_of(what) << " on " << threads << " threads gives "
                                     << text_of(got) << " and not "
                                     << text_of(without_times(expected.out)));
        BOOST_CHECK_MESSAGE(t.ends == 1 && !t.items_after_end,
                            name_of(what) << " ends " << t.ends << " times");
      }
  }
  BOOST_TEST(tried > 20U);
}

BOOST_AUTO_TEST_SUITE_END()
