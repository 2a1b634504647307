// SPDX-License-Identifier: BSD-3-Clause
// Which edges are left between parallel nodes that are spread over processes.
#include "runtime/placement.hpp"
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace {

leat::job_plan spread(leat::pipeline& p, const leat::worker_labels& workers) {
  auto plan = leat::make_plan(*p.graph(), {});
  leat::apply_placement(plan, leat::place_nodes(plan, workers));
  return plan;
}

/// The processes that each instance of a node gets items from, by its own.
std::multiset<std::pair<int, int>> ways_to(const leat::job_plan& plan, const std::string& name) {
  std::multiset<std::pair<int, int>> ways;
  for (const auto& node : plan.nodes)
    for (const auto& edge : node.inputs)
      if (node.name == name)
        ways.emplace(static_cast<int>(plan.nodes[leat::index(edge.from)].process),
                     static_cast<int>(node.process));
  return ways;
}

/// Both ends know the same edges, and so do those that count on them.
void check_edges(const leat::job_plan& plan) {
  std::set<leat::edge_id> leaving, coming;
  std::vector<std::size_t> outer(plan.components.size());
  for (const auto& node : plan.nodes) {
    for (const auto& outlet : node.outlets)
      for (const auto& edge : outlet.edges)
        leaving.insert(edge.id);
    for (const auto& edge : node.inputs) {
      coming.insert(edge.id);
      if (edge.leads_into)
        ++outer[leat::index(*edge.leads_into)];
    }
  }
  BOOST_TEST((leaving == coming));
  for (const auto& component : plan.components)
    BOOST_TEST(component.outer_edges == outer[leat::index(component.id)]);
  for (const auto& node : plan.nodes)
    for (const auto& reach : node.reach)
      for (const auto edge : reach.edges)
        BOOST_TEST(coming.contains(edge));
}

constexpr auto same = [](int x) { return x; };
const leat::worker_labels two{std::vector<std::string>{}, std::vector<std::string>{"gpu"}};
using ways = std::multiset<std::pair<int, int>>;

} // namespace

BOOST_AUTO_TEST_SUITE(local_dealing_test)

BOOST_AUTO_TEST_CASE(what_any_instance_may_take_stays_in_its_process) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(same).named("first").parallel(4)
    | leat::map(same).named("second").parallel(4) | leat::discard();
  const auto plan = spread(p, two);
  check_edges(plan);
  BOOST_TEST((ways_to(plan, "first") == ways{{0, 1}, {0, 1}, {0, 2}, {0, 2}}));
  BOOST_TEST((ways_to(plan, "second")
              == ways{{1, 1}, {1, 1}, {1, 1}, {1, 1}, {2, 2}, {2, 2}, {2, 2}, {2, 2}}));
}

BOOST_AUTO_TEST_CASE(in_one_process_nothing_changes) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(same).named("first").parallel(2)
    | leat::map(same).named("second").parallel(2) | leat::discard();
  const auto plan = spread(p, {});
  BOOST_TEST((ways_to(plan, "second") == ways{{0, 0}, {0, 0}, {0, 0}, {0, 0}}));
}

BOOST_AUTO_TEST_CASE(an_instance_goes_elsewhere_where_there_is_none) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(same).named("first").parallel(2)
    | leat::map(same).named("second").placed_on("gpu").parallel(2) | leat::discard();
  const auto plan = spread(p, two);
  check_edges(plan);
  BOOST_TEST((ways_to(plan, "second") == ways{{1, 2}, {1, 2}, {2, 2}, {2, 2}}));
}

BOOST_AUTO_TEST_CASE(no_instance_is_left_without_items) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(same).named("first").placed_on("gpu").parallel(2)
    | leat::map(same).named("second").parallel(2) | leat::discard();
  const auto plan = spread(p, two);
  check_edges(plan);
  BOOST_TEST((ways_to(plan, "second") == ways{{2, 1}, {2, 1}, {2, 2}, {2, 2}}));
}

BOOST_AUTO_TEST_CASE(keys_go_to_their_instance_wherever_it_is) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::map(same).named("first").parallel(2) | leat::key_by(same)
    | leat::count().named("second").parallel(2) | leat::discard();
  p | leat::from_values(1) | leat::key_by(same).named("keys").parallel(2)
    | leat::count().named("third").parallel(2) | leat::discard();
  const auto plan = spread(p, two);
  check_edges(plan);
  BOOST_TEST((ways_to(plan, "second") == ways{{0, 1}, {0, 2}}));
  BOOST_TEST((ways_to(plan, "third") == ways{{1, 1}, {1, 2}, {2, 1}, {2, 2}}));
}

BOOST_AUTO_TEST_CASE(loops_and_probes_know_the_edges_that_are_left) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  auto [items, in] = p.input<int>();
  auto all = leat::merge(items, again) | leat::map(same).named("first").parallel(4)
    | leat::map(same).named("second").parallel(4);
  all | leat::filter([](int x) { return x > 0; }) | back;
  all | leat::map(same).named("out").parallel(2) | leat::discard();
  check_edges(spread(p, two));
}

BOOST_AUTO_TEST_SUITE_END()
