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

BOOST_AUTO_TEST_SUITE_END()
