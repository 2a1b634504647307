// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <memory>
#include <stdexcept>
#include <string>

using leat::tap;
using leat::update;
using ints = std::vector<int>;
using words = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(update_test)

BOOST_AUTO_TEST_CASE(update_changes_items_in_place) {
  BOOST_TEST(results_of(ints{1, 2}, update([](int& x) { x *= 2; })) == (ints{2, 4}));
  BOOST_TEST(results_of(words{"a"}, update([](std::string& s) { s += '!'; })) == words{"a!"});
}

BOOST_AUTO_TEST_CASE(parts_are_changed_in_place) {
  using pair = std::pair<int, std::string>;
  const auto grow = update([](int& n, std::string& s) { ++n, s += '!'; });
  BOOST_CHECK((results_of(std::vector<pair>{{1, "a"}}, grow) == std::vector<pair>{{2, "a!"}}));
}

BOOST_AUTO_TEST_CASE(other_branches_see_no_change) {
  for (const bool fuse : {true, false}) {
    leat::pipeline p;
    auto all = p | leat::from_range(words(100, "a"));
    words changed;
    words unchanged;
    all | update([](std::string& s) { s += '!'; }) | leat::collect_into(changed);
    all | leat::collect_into(unchanged);
    leat::testing::simulation(p, {.fuse = fuse}).finish();
    BOOST_TEST(changed == words(100, "a!"));
    BOOST_TEST(unchanged == words(100, "a"));
  }
}

BOOST_AUTO_TEST_CASE(items_that_can_only_move_are_changed_where_they_are) {
  leat::pipeline p;
  auto [boxes, in] = p.input<std::unique_ptr<int>>();
  ints out;
  std::move(boxes)
    | update([](std::unique_ptr<int>& b) { ++*b; })
    | leat::map([](const auto& b) { return *b; })
    | leat::collect_into(out);
  leat::testing::simulation sim(p);
  in.push(std::make_unique<int>(1));
  in.close();
  sim.finish();
  BOOST_TEST(out == ints{2});
}

BOOST_AUTO_TEST_CASE(a_failed_item_is_tried_again_as_it_came) {
  leat::pipeline p;
  ints out;
  int calls = 0;
  p | leat::from_values(1)
    | update([&calls](int& x) {
        x += 10;
        if (++calls == 1)
          throw std::runtime_error("not yet");
      }).on_error(leat::retry(1))
    | leat::collect_into(out);
  leat::testing::simulation(p).finish();
  BOOST_TEST(out == ints{11});
}

BOOST_AUTO_TEST_CASE(tap_looks_at_each_item_before_it_goes_on) {
  leat::pipeline p;
  ints seen;
  ints out;
  p | leat::from_values(1, 2, 3)
    | tap([&](int x) { seen.push_back(x); })
    | leat::for_each([&](int x) { out.push_back(x + static_cast<int>(seen.size())); });
  leat::run(p);
  BOOST_TEST(seen == (ints{1, 2, 3}));
  BOOST_TEST(out == (ints{2, 4, 6}));
}

BOOST_AUTO_TEST_CASE(tap_stops_an_item_that_fails) {
  auto refuse_2 = [](int x) {
    if (x == 2)
      throw std::runtime_error("two");
  };
  BOOST_TEST(results_of(ints{1, 2, 3}, tap(refuse_2).on_error(leat::skip_item())) == (ints{1, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
