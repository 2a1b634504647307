// SPDX-License-Identifier: BSD-3-Clause
// What is saved in the middle and loaded by others gives the same output.
#include "checked.hpp"
#include "feed.hpp"
#include <leat/bytes.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace contract;

namespace {

/// Their items wait on an edge at all times at which they might be saved.
const std::set<std::string> waits_for_partners{
  "zip", "zip, no partners", "concat_operator, the second waits", "timeout, fallback"};

} // namespace

BOOST_AUTO_TEST_SUITE(saved_test)

BOOST_AUTO_TEST_CASE(a_loaded_operator_goes_on_where_the_saved_one_was) {
  for (const probe_case& what : probe_cases()) {
    if (!what.can_be_saved)
      continue;
    const auto expected = comparable(what, feed(what, {.seed = 1}).out);
    std::size_t tried = 0;
    for (std::size_t after = 0; after <= bursts().size(); ++after)
      for (const bool fuse : {true, false})
        try {
          const auto result = feed_and_restore(what, after, {.seed = 1, .fuse = fuse});
          if (!result)
            continue;
          ++tried;
          const auto got = comparable(what, result->out);
          const auto how = name_of(what) + ", saved after burst " + std::to_string(after) + ": ";
          const auto difference = text_of(got) + " and not " + text_of(expected);
          CONTRACT_CHECK("saved", what.header, got == expected, how << difference);
        } catch (const leat::codec_error& e) {
          BOOST_ERROR(name_of(what) << ": " << e.what());
        }
    BOOST_CHECK_MESSAGE(tried > 2 || waits_for_partners.contains(name_of(what)),
                        name_of(what) << ": items always wait on edges");
  }
}

BOOST_AUTO_TEST_CASE(what_is_cut_off_is_refused) {
  const auto cases = probe_cases();
  const auto scan = std::ranges::find_if(cases, [](auto& c) { return c.header == "scan"; });
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  scan->build(t, items);
  t.sim.emplace(t.p);
  in.push(1);
  t.sim->settle();
  auto saved = t.sim->save();
  saved.at({"scan", 0}).pop_back();
  probe_trial other;
  auto [more, more_in] = other.p.input<int>();
  scan->build(other, more);
  other.sim.emplace(other.p, leat::testing::simulation_options{.restore = saved});
  BOOST_CHECK_THROW(other.sim->settle(), leat::job_failed);
}

BOOST_AUTO_TEST_SUITE_END()
