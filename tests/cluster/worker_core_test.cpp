// SPDX-License-Identifier: BSD-3-Clause
// A worker between its coordinators and its neighbours, without sessions or nodes.
#include "actors/cluster/worker_core.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace leat;

constexpr job_id first_job{1};
constexpr job_id second_job{2};

// Sessions, by whom they are with.
constexpr session_id coordinators{10};
constexpr session_id with_1{11};
constexpr session_id with_3{13};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

incarnation process(int n) {
  incarnation made;
  made.bits[0] = std::byte(n);
  return made;
}
const incarnation ours = process(1); // the coordinator

hello from(std::uint32_t index, const incarnation& cluster = ours) {
  hello h{};
  h.cluster = cluster;
  h.index = index;
  return h;
}

/// One node in each of these processes, in a row.
std::shared_ptr<const job_plan> row_through(const std::vector<std::uint32_t>& processes) {
  auto plan = std::make_shared<job_plan>();
  for (std::uint32_t n = 0; n < processes.size(); ++n) {
    auto& node = plan->nodes.emplace_back();
    node.id = node_id(n);
    node.process = process_id(processes[n]);
    if (n > 0)
      node.inputs.push_back({.id = edge_id(n), .from = node_id(n - 1), .to = node_id(n)});
  }
  return plan;
}

class fake_host final : public worker_host {
 public:
  struct opening {
    std::uint64_t key = 0;
    std::string address;
    incarnation cluster;
    std::uint32_t index = 0;
  };
  struct saying {
    session_id to{};
    job_id of{};
    order what;
  };

  built_job build(const deploy_order&) override { return {plan, plan ? "" : "another graph"}; }
  bool open(std::uint64_t key, const std::string& address, const incarnation& cluster,
            std::uint32_t index) override {
    opened.push_back({key, address, cluster, index});
    return address != "nowhere";
  }
  void say(session_id to, job_id of, const order& what) override { said.push_back({to, of, what}); }
  void close(session_id which, const std::string& why) override { closed[which] = why; }
  void log(const std::string& line) override { lines.push_back(line); }
  void make_nodes(const job_key& of, const part_plan& from) override { made[of] = from.along; }
  bool deliver(const job_key& to, order& what) override {
    const bool for_a_node = made.contains(to) && std::holds_alternative<command_order>(what);
    delivered += for_a_node ? 1 : 0;
    return for_a_node;
  }
  void end_nodes(const job_key& of) override { ended.insert(of); }

  /// What was said last, if it was this kind of order.
  template <class T>
  [[nodiscard]] std::optional<T> last() const {
    const auto* found = said.empty() ? nullptr : std::get_if<T>(&said.back().what);
    return found ? std::optional(*found) : std::nullopt;
  }

  std::shared_ptr<const job_plan> plan;
  std::vector<opening> opened;
  std::vector<saying> said;
  std::map<session_id, std::string> closed;
  std::vector<std::string> lines;
  std::map<job_key, sessions_by_process> made;
  std::set<job_key> ended;
  int delivered = 0;
};

/// Worker 2 of three.
struct worker {
  /// Its coordinator is there, and has a job for it.
  void deploy(const std::vector<std::uint32_t>& processes, job_id which = first_job) {
    host.plan = row_through(processes);
    if (!std::exchange(coordinated, true))
      core.on_begun(0, coordinators, from(0));
    hear(coordinators, which,
         deploy_order{.graph = {},
                      .arguments = {},
                      .fuse = true,
                      .placement = {},
                      .addresses = {"one", "two", third},
                      .process = 2});
  }
  void hear(session_id on, job_id of, const order& what) {
    core.on_message(on, to_message(of, what));
  }
  /// The coordinator is told that it can't make its part, and that starting over may help.
  void says_unreachable(const std::string& whom) {
    const auto told = host.last<deployed_order>();
    BOOST_TEST_REQUIRE(told.has_value());
    BOOST_CHECK(host.said.back().to == coordinators);
    BOOST_CHECK(host.said.back().of == first_job);
    BOOST_TEST(told->unreachable);
    BOOST_TEST(has(told->refusal, whom + " cannot be reached from worker 2"), told->refusal);
  }

  fake_host host;
  worker_core core{{"the program", {"gpu"}}, host};
  std::string third = "three";
  bool coordinated = false;
};

} // namespace

BOOST_AUTO_TEST_SUITE(worker_core_test)

BOOST_AUTO_TEST_CASE(a_coordinator_is_told_what_the_worker_is) {
  worker w;
  w.core.on_begun(0, coordinators, from(0));
  const auto info = w.host.last<worker_order>();
  BOOST_TEST_REQUIRE(info.has_value());
  BOOST_TEST(info->program == "the program");
  BOOST_TEST(info->labels.at(0) == "gpu");
}

BOOST_AUTO_TEST_CASE(nodes_are_made_when_the_sessions_with_all_neighbours_stand) {
  worker w;
  w.deploy({0, 1, 2, 3, 0});
  BOOST_TEST_REQUIRE(w.host.opened.size() == 1U); // worker 1 connects by itself
  const auto& opened = w.host.opened[0];
  BOOST_TEST(opened.address == "three");
  BOOST_CHECK(opened.cluster == ours);
  BOOST_TEST(opened.index == 2U);
  w.core.on_begun(opened.key, with_3, {});
  BOOST_TEST(w.host.made.empty());
  w.core.on_begun(0, with_1, from(1));
  const sessions_by_process all{{0, coordinators}, {1, with_1}, {3, with_3}};
  BOOST_CHECK((w.host.made.at({ours, first_job}) == all));
  BOOST_TEST(w.host.last<deployed_order>().value().refusal == "");
  // and the next job needs no others
  w.deploy({0, 1, 2, 3, 0}, second_job);
  BOOST_TEST(w.host.opened.size() == 1U);
  BOOST_CHECK(w.host.made.contains({ours, second_job}));
}

BOOST_AUTO_TEST_CASE(a_neighbour_that_goes_while_another_is_waited_for_cannot_be_reached) {
  worker w;
  w.deploy({1, 2, 3});
  w.core.on_begun(0, with_1, from(1));
  w.core.on_over(0, with_1, false, "it died");
  w.says_unreachable("worker 1");
  BOOST_TEST(has(w.host.last<deployed_order>()->refusal, "at one: it died"));
}

BOOST_AUTO_TEST_CASE(a_neighbour_that_never_came_cannot_be_reached) {
  worker w;
  w.deploy({1, 2, 3});
  w.core.on_over(w.host.opened.at(0).key, with_3, false, "nobody answers");
  w.says_unreachable("worker 3");
  w.host.said.clear();
  w.core.on_over(w.host.opened.at(0).key, with_3, false, "nobody answers");
  BOOST_TEST(w.host.said.empty());
}

BOOST_AUTO_TEST_CASE(one_that_is_no_neighbour_in_a_job_may_go) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_3, from(3));
  w.host.said.clear();
  w.core.on_over(0, with_3, false, "it died");
  BOOST_TEST(w.host.said.empty());
}

BOOST_AUTO_TEST_CASE(a_neighbour_that_goes_when_all_stand_is_lost) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_1, from(1));
  w.core.on_over(0, with_1, false, "silence");
  const auto told = w.host.last<lost_order>();
  BOOST_TEST_REQUIRE(told.has_value());
  BOOST_TEST(told->process == 1U);
  BOOST_TEST(told->why == "silence");
  // one with its successor is none of this job's
  constexpr session_id with_next_1{21};
  w.core.on_begun(0, with_next_1, from(1));
  w.host.said.clear();
  w.core.on_over(0, with_next_1, false, "silence");
  BOOST_TEST(w.host.said.empty());
}

BOOST_AUTO_TEST_CASE(the_end_of_a_session_does_not_touch_its_successor) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_1, from(1));
  constexpr session_id with_next_1{21};
  w.core.on_begun(0, with_next_1, from(1));
  w.core.on_over(0, with_1, false, "silence");
  w.deploy({1, 2}, second_job);
  const sessions_by_process all{{0, coordinators}, {1, with_next_1}};
  BOOST_CHECK((w.host.made.at({ours, second_job}) == all));
}

BOOST_AUTO_TEST_CASE(a_session_that_nobody_waits_for_any_more_is_closed) {
  worker w;
  w.deploy({2, 3});
  w.core.on_over(0, coordinators, false, "it died");
  w.host.said.clear();
  w.core.on_begun(w.host.opened.at(0).key, with_3, from(0, {}));
  BOOST_TEST(w.host.closed[with_3] == "nobody waits for it any more");
  BOOST_TEST(w.host.said.empty()); // to a coordinator that it would be
  w.hear(with_3, second_job, deploy_order{.graph = {}, .arguments = {}, .process = 2});
  BOOST_TEST(w.host.said.empty());
  BOOST_TEST(w.core.clusters() == 0U);
}

BOOST_AUTO_TEST_CASE(a_cluster_whose_coordinator_never_came_is_forgotten) {
  worker w;
  w.core.on_begun(0, with_1, from(1));
  w.core.on_begun(0, with_3, from(3));
  BOOST_TEST(w.core.clusters() == 1U);
  w.core.on_over(0, with_1, true, "the coordinator is gone");
  BOOST_TEST(w.core.clusters() == 1U);
  w.core.on_over(0, with_3, true, "the coordinator is gone");
  BOOST_TEST(w.core.clusters() == 0U);
}

BOOST_AUTO_TEST_CASE(a_coordinator_without_jobs_and_neighbours_stays) {
  worker w;
  w.core.on_begun(0, coordinators, from(0));
  w.core.on_begun(0, with_1, from(1));
  w.core.on_over(0, with_1, false, "it died");
  BOOST_TEST(w.core.clusters() == 1U);
  w.deploy({0, 2}, first_job);
  BOOST_CHECK(w.host.made.contains({ours, first_job}));
}

BOOST_AUTO_TEST_CASE(the_jobs_of_a_lost_coordinator_end_and_neighbours_hear_why) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_1, from(1));
  const auto theirs = process(2); // another cluster goes on
  constexpr session_id other_coordinators{30};
  w.core.on_begun(0, other_coordinators, from(0, theirs));
  w.core.on_over(0, coordinators, false, "the link timeout");
  BOOST_CHECK(w.host.ended.contains({ours, first_job}));
  BOOST_TEST(w.host.closed[with_1] == "the coordinator is gone");
  BOOST_TEST(!w.host.closed.contains(other_coordinators));
  BOOST_TEST_REQUIRE(w.host.lines.size() == 1U);
  BOOST_TEST(has(w.host.lines[0], "the link timeout"));
  BOOST_TEST(w.core.clusters() == 1U);
  w.core.on_over(0, with_1, true, "the coordinator is gone"); // the end of what was closed
  BOOST_TEST(w.core.clusters() == 1U);
}

BOOST_AUTO_TEST_CASE(a_coordinator_that_leaves_by_intention_is_no_line_in_the_log) {
  worker w;
  w.deploy({2});
  w.core.on_over(0, coordinators, true, "the coordinator has ended");
  BOOST_CHECK(w.host.ended.contains({ours, first_job}));
  BOOST_TEST(w.host.lines.empty());
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_told_to_end_says_so_to_all) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_1, from(1));
  constexpr session_id other_coordinators{30};
  w.core.on_begun(0, other_coordinators, from(0, process(2)));
  w.core.end();
  BOOST_CHECK(w.host.ended.contains({ours, first_job}));
  for (const auto which : {coordinators, with_1, other_coordinators})
    BOOST_TEST(w.host.closed[which] == "the worker was told to end");
  BOOST_TEST(w.core.clusters() == 0U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_made_is_refused) {
  worker w;
  w.deploy({2});
  w.deploy({2}); // the same once more
  BOOST_TEST(w.host.last<deployed_order>().value().refusal == "the job is there already");
  w.core.on_begun(0, coordinators, from(0));
  w.host.plan = nullptr;
  w.hear(coordinators, second_job, deploy_order{.graph = {}, .arguments = {}, .process = 2});
  BOOST_TEST(w.host.last<deployed_order>().value().refusal == "another graph");
  BOOST_TEST(!w.host.last<deployed_order>()->unreachable);
  worker lost;
  lost.third = "nowhere";
  lost.deploy({2, 3});
  BOOST_TEST(lost.host.last<deployed_order>().value().refusal
             == "'nowhere' is no address of a worker");
}

BOOST_AUTO_TEST_CASE(only_the_coordinator_deploys_and_forgets) {
  worker w;
  w.deploy({1, 2});
  w.core.on_begun(0, with_1, from(1));
  w.hear(with_1, first_job, forget_order{});
  BOOST_TEST(w.host.ended.empty());
  w.hear(with_1, second_job, deploy_order{.graph = {}, .arguments = {}, .process = 2});
  BOOST_TEST(w.host.made.size() == 1U);
  w.hear(with_1, first_job, command_order{node_id(1), command::start{}});
  BOOST_TEST(w.host.delivered == 1);
  w.hear(coordinators, first_job, forget_order{});
  BOOST_CHECK(w.host.ended.contains({ours, first_job}));
  w.hear(coordinators, first_job, command_order{node_id(1), command::start{}});
  BOOST_TEST(w.host.delivered == 1);
}

BOOST_AUTO_TEST_CASE(reports_go_to_the_coordinator_of_the_job) {
  worker w;
  w.deploy({2});
  w.core.report({ours, first_job}, node_id(0), node_crashed{"out of memory"});
  BOOST_CHECK(w.host.said.back().to == coordinators);
  BOOST_CHECK(w.host.last<report_order>().value().from == node_id(0));
  w.host.said.clear();
  w.core.report({process(2), first_job}, node_id(0), node_crashed{"out of memory"});
  BOOST_TEST(w.host.said.empty());
}

BOOST_AUTO_TEST_CASE(a_session_with_broken_messages_is_closed) {
  worker w;
  w.deploy({2});
  w.core.on_message(coordinators, {});
  BOOST_TEST(has(w.host.closed[coordinators], "a broken message"));
}

BOOST_AUTO_TEST_SUITE_END()
