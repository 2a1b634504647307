// SPDX-License-Identifier: BSD-3-Clause
#include <leat/per_key.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace {

/// Gives at the end, or before, what it was given.
struct keeps {
  using input = int;
  using output = int;
  using state = std::vector<int>;
  static state initial() { return {}; }

  template <class In, class Next>
  void on_item(state& s, In item, Next&) {
    s.push_back(item);
  }
  template <class Next>
  bool on_end(state& s, Next& next) {
    if (!s.empty()) {
      next.push(s.back());
      s.pop_back();
    }
    return !s.empty();
  }
  template <class Next>
  bool on_drain(state& s, Next& next) {
    return on_end(s, next);
  }
};

using of_key = leat::keyed<int, int>;

struct collected {
  std::vector<of_key> items;
  void push(of_key x) { items.push_back(x); }
};

/// What all calls of `once` push, of which none may push more than one item.
template <class Once>
std::vector<std::pair<int, int>> all_of(Once once) {
  collected out;
  std::size_t before = 0;
  for (bool left = true; left;) {
    left = once(out);
    BOOST_TEST(out.items.size() <= before + 1);
    before = out.items.size();
  }
  std::vector<std::pair<int, int>> all;
  for (auto& [key, value] : out.items)
    all.emplace_back(key, value);
  std::sort(all.begin(), all.end());
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(per_key_test)

BOOST_AUTO_TEST_CASE(all_keys_give_out_what_is_held_and_go_on) {
  leat::per_key<int, keeps> step{keeps()};
  static_assert(leat::step_drains<leat::per_key<int, keeps>>);
  auto state = step.initial();
  const auto take = [&](std::vector<of_key> items) {
    collected nothing;
    for (auto& x : items)
      step.on_item(state, x, nothing);
  };
  const auto drain = [&](collected& out) { return step.on_drain(state, out); };
  const auto end = [&](collected& out) { return step.on_end(state, out); };
  using pairs = std::vector<std::pair<int, int>>;

  BOOST_CHECK(all_of(drain).empty());
  take({{1, 5}, {2, 7}, {1, 6}});
  BOOST_CHECK((all_of(drain) == pairs{{1, 5}, {1, 6}, {2, 7}}));
  BOOST_CHECK(all_of(drain).empty());
  take({{2, 8}, {3, 9}, {3, 10}});
  BOOST_CHECK((all_of(drain) == pairs{{2, 8}, {3, 9}, {3, 10}}));
  take({{3, 1}, {1, 2}});
  BOOST_CHECK((all_of(end) == pairs{{1, 2}, {3, 1}}));
}

BOOST_AUTO_TEST_SUITE_END()
