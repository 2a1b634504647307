// SPDX-License-Identifier: BSD-3-Clause
// Whoever reads may have had enough at any moment.
#include "checked.hpp"
#include "feed.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace contract;

BOOST_AUTO_TEST_SUITE(cancel_test)

BOOST_AUTO_TEST_CASE(a_cancelled_operator_gives_what_it_gives_and_ends) {
  for (const probe_case& what : probe_cases()) {
    const auto all = comparable(what, feed(what, {.seed = 1}).out);
    for (std::size_t most = 1; most <= all.size(); ++most)
      for (const bool fuse : {true, false}) {
        const auto result =
          feed(what, {.seed = 1, .fuse = fuse, .chunk_items = 1 + most % 3},
               [&](probe_trial& t) { t.most = most; });
        const auto got = comparable(what, result.out);
        const auto place = name_of(what) + ", cancelled after " + std::to_string(most) + ", gives ";
        CONTRACT_CHECK("cancel", what.header, got.size() == most, place << text_of(got));
        BOOST_CHECK_MESSAGE(std::ranges::includes(all, got),
                            name_of(what) << ", cancelled after " << most << ", gives "
                                          << text_of(got) << " of " << text_of(all));
      }
  }
}

BOOST_AUTO_TEST_CASE(an_operator_cancelled_after_any_burst_cancels_its_input) {
  for (const probe_case& what : probe_cases()) {
    if (what.header == "dead_letters" || what.header == "loop_head")
      continue; // others read what it gives, too
    for (std::size_t after = 0; after <= bursts().size(); ++after)
      for (const bool fuse : {true, false}) {
        probe_trial t;
        t.can_be_told = true;
        auto [items, in] = t.p.input<int>();
        what.build(t, items);
        t.sim.emplace(t.p, leat::testing::simulation_options{.seed = after, .fuse = fuse});
        push(t, in, 0, after);
        t.sim->settle();
        const auto given = t.out.size();
        t.enough->push(0);
        t.sim->settle();
        const bool closed = in.try_push(0).closed();
        CONTRACT_CHECK("cancel", what.header, closed && t.out.size() == given,
                       name_of(what) << ", cancelled after burst " << after
                                     << (closed ? " goes on giving" : " wants more input"));
        in.close();
        t.after_close();
        t.sim->finish();
      }
  }
}

BOOST_AUTO_TEST_SUITE_END()
