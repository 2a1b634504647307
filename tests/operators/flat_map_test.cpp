// SPDX-License-Identifier: BSD-3-Clause
#include "results_of.hpp"

#include <array>
#include <iterator>
#include <list>
#include <memory>
#include <numeric>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <string>

using leat::flat_map;
using leat::flatten;
using ints = std::vector<int>;

namespace {

ints up_to(int n) {
  ints members(static_cast<std::size_t>(n));
  std::iota(members.begin(), members.end(), 1);
  return members;
}

/// 1, 2, 3 … and an exception in place of `bad`.
struct breaking {
  int last;
  int bad;
  struct iterator {
    using iterator_category = std::input_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = int;
    int at;
    int bad;
    int operator*() const {
      if (at == bad)
        throw std::runtime_error("broken off");
      return at;
    }
    iterator& operator++() {
      ++at;
      return *this;
    }
    bool operator!=(const iterator& other) const { return at != other.at; }
  };
  [[nodiscard]] iterator begin() const { return {1, bad}; }
  [[nodiscard]] iterator end() const { return {last + 1, bad}; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(flat_map_test)

BOOST_AUTO_TEST_CASE(members_go_out_in_order_and_empty_ranges_give_none) {
  BOOST_TEST(results_of(ints{3, 0, 2}, flat_map(up_to)) == (ints{1, 2, 3, 1, 2}));
  BOOST_TEST(results_of(ints{}, flat_map(up_to)).empty());
}

BOOST_AUTO_TEST_CASE(optionals_are_ranges_of_none_or_one) {
  auto half = [](int x) { return x % 2 == 0 ? std::optional(x / 2) : std::nullopt; };
  BOOST_TEST(results_of(ints{4, 5, 6}, flat_map(half)) == (ints{2, 3}));
}

BOOST_AUTO_TEST_CASE(a_range_may_be_longer_than_any_chunk) {
  const auto members = results_of(ints{5000, 1, 3000}, flat_map(up_to));
  BOOST_TEST(members.size() == 8001U);
  BOOST_TEST(members[4999] == 5000);
  BOOST_TEST(members[5000] == 1);
  BOOST_TEST(members.back() == 3000);
}

BOOST_AUTO_TEST_CASE(iterators_stay_valid_for_ranges_that_lie_in_the_state_itself) {
  auto thrice = [](int x) { return std::array{x, x + 1, x + 2}; };
  ints items(2000, 7);
  const auto members = results_of(items, flat_map(thrice));
  BOOST_TEST(members.size() == 6000U);
  BOOST_TEST(std::accumulate(members.begin(), members.end(), 0) == 2000 * 24);
}

BOOST_AUTO_TEST_CASE(it_ends_a_run_and_others_go_on_behind_it) {
  auto both_signs = [](int x) { return std::list{x, -x}; };
  auto chain = leat::map([](int x) { return x + 1; })
    | flat_map(up_to)
    | leat::filter([](int x) { return x % 2 == 1; })
    | flat_map(both_signs);
  BOOST_TEST(results_of(ints{2, 3}, chain) == (ints{1, -1, 3, -3, 1, -1, 3, -3}));
}

BOOST_AUTO_TEST_CASE(what_an_operator_before_it_gives_at_the_end_is_taken_apart_too) {
  auto plus = [](int a, int b) { return a + b; };
  BOOST_TEST(results_of(ints{1000, 2000}, leat::fold(0, plus) | flat_map(up_to)).size() == 3000U);
  auto per_key = leat::key_by([](int x) { return x % 2; }) | leat::fold(0, plus)
    | flat_map([](int, int sum) { return up_to(sum); });
  BOOST_TEST(results_of(ints{1, 3, 2}, per_key).size() == 6U);
}

BOOST_AUTO_TEST_CASE(a_take_before_it_lets_all_members_of_its_last_item_out) {
  BOOST_TEST(results_of(ints{1, 5000, 1}, leat::take(2) | flat_map(up_to)).size() == 5001U);
}

BOOST_AUTO_TEST_CASE(a_source_that_ends_leaves_no_member_behind) {
  for (const bool fuse : {true, false}) {
    leat::engine actors{{.fuse = fuse}};
    leat::pipeline p;
    ints out;
    p | leat::from_values(3000) | flat_map(up_to) | leat::collect_into(out);
    leat::run(p, actors);
    BOOST_TEST(out.size() == 3000U);
  }
}

BOOST_AUTO_TEST_CASE(members_of_containers_are_moved_and_those_of_views_are_not) {
  leat::pipeline p;
  std::vector<std::string> out;
  std::vector<std::string> kept{"a long text that lies on the heap"};
  std::vector<std::unique_ptr<int>> boxes;
  p | leat::from_values(1, 2) | flat_map([&](int) { return std::ranges::ref_view(kept); })
    | leat::collect_into(out);
  p | leat::from_values(1, 2)
    | flat_map([](int x) {
        std::vector<std::unique_ptr<int>> made;
        made.push_back(std::make_unique<int>(x));
        return made;
      })
    | leat::collect_into(boxes);
  leat::run(p);
  BOOST_TEST(out == (std::vector<std::string>(2, kept[0])));
  BOOST_TEST(*boxes.at(1) == 2);
}

BOOST_AUTO_TEST_CASE(keyed_streams_give_the_key_with_each_member) {
  auto keyed = leat::key_by([](int x) { return x; }) | flat_map(up_to);
  using of_key = leat::keyed<int, int>;
  BOOST_CHECK((results_of(ints{2, 1}, keyed) == std::vector<of_key>{{2, 1}, {2, 2}, {1, 1}}));
}

BOOST_AUTO_TEST_CASE(it_keeps_nothing_so_it_can_be_parallel) {
  leat::pipeline p;
  ints out;
  p | leat::from_range(ints(100, 3)) | flat_map(up_to).parallel(3) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out.size() == 300U);
}

BOOST_AUTO_TEST_CASE(members_that_came_before_a_range_threw_stay_out) {
  leat::pipeline p;
  ints skipped;
  ints letters;
  ints retried;
  int calls = 0;
  auto [failed, box] = p.dead_letters<int>();
  auto break_at_3 = [](int x) { return breaking{x, 3}; };
  p | leat::from_values(2, 4, 1) | flat_map(break_at_3).on_error(leat::skip_item())
    | leat::collect_into(skipped);
  p | leat::from_values(2, 4, 1) | flat_map(break_at_3).on_error(box) | leat::discard();
  failed | leat::map([](const leat::dead_letter<int>& l) { return l.item; })
    | leat::collect_into(letters);
  p | leat::from_values(4, 1) | flat_map([&calls](int x) {
                                  return breaking{x, ++calls == 1 ? 3 : 0};
                                }).on_error(leat::retry(1))
    | leat::collect_into(retried);
  leat::testing::simulation(p).finish();
  BOOST_TEST(skipped == (ints{1, 2, 1, 2, 1}));
  BOOST_TEST(letters == ints{4});
  BOOST_TEST(retried == (ints{1, 2, 1, 2, 3, 4, 1}));
}

BOOST_AUTO_TEST_CASE(flatten_takes_items_apart) {
  using lists = std::vector<ints>;
  BOOST_TEST(results_of(lists{{1, 2}, {}, {3}}, flatten()) == (ints{1, 2, 3}));
  BOOST_TEST(results_of(std::vector<std::optional<int>>{1, {}, 2}, flatten()) == (ints{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
