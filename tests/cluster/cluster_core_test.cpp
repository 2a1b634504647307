// SPDX-License-Identifier: BSD-3-Clause
// A coordinator looks for its workers and deploys jobs on them, without sessions or nodes.
#include "actors/cluster/cluster_core.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace std::chrono_literals;

namespace {

using namespace leat;

constexpr job_id first_job{1};
constexpr duration connect_within = 10s;
constexpr duration deploy_within = 8s;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class fake_host final : public cluster_host {
 public:
  struct saying {
    session_id to{};
    job_id of{};
    order what;
  };
  struct losing {
    job_id of{};
    std::optional<process_id> which;
    std::string why;
    bool lost = false;
  };

  void open(std::uint32_t process) override { opened.push_back(process); }
  void say(session_id to, job_id of, const order& what) override { said.push_back({to, of, what}); }
  void close(session_id which, const std::string& why) override { closed[which] = why; }
  void be_patient(duration d, std::uint64_t search) override { patience.emplace_back(d, search); }
  void expect_parts(duration d, job_id) override { deadlines.push_back(d); }
  bool deliver(job_id, order& what) override {
    return std::holds_alternative<report_order>(what);
  }
  void deployed(job_id which) override { ready.push_back(which); }
  void process_lost(job_id of, std::optional<process_id> which, const std::string& why,
                    bool lost) override {
    losses.push_back({of, which, why, lost});
  }

  std::vector<std::uint32_t> opened;
  std::vector<saying> said;
  std::map<session_id, std::string> closed;
  std::vector<std::pair<duration, std::uint64_t>> patience; // for each, which search
  std::vector<duration> deadlines;
  std::vector<job_id> ready;
  std::vector<losing> losses;
};

/// A coordinator of workers at "one", "two" and so on.
struct cluster {
  explicit cluster(std::size_t workers) {
    cluster_settings settings{{}, "the program", 64, connect_within, deploy_within};
    for (std::size_t w = 0; w < workers; ++w)
      settings.workers.emplace_back(names.at(w));
    core.emplace(std::move(settings), host);
  }

  /// What was found, or why not; nothing yet.
  struct answer {
    present_workers workers;
    std::string fault;
  };
  void find(std::size_t least, duration patience) {
    found.reset();
    core->find(least, patience, [this](present_workers workers, const std::string& fault) {
      BOOST_TEST(!found.has_value()); // once
      found = {std::move(workers), fault};
    });
  }
  /// The patience of the newest search ends.
  void pass() { core->on_patience_end(host.patience.back().second); }
  /// The worker is there, and says what it is.
  session_id come(std::uint32_t who, const std::string& program = "the program") {
    const auto along = session_id(++last_session);
    core->on_begun(who, along);
    hear(along, {}, worker_order{program, {}, {}, 64});
    return sessions[who] = along;
  }
  void hear(session_id from, job_id of, const order& what) {
    core->on_message(from, to_message(of, what));
  }
  /// Nobody answers there, or its session breaks.
  void lose(std::uint32_t who, bool for_good = false) {
    core->on_over(who, sessions[who], for_good, "nobody answers");
    sessions.erase(who);
  }
  [[nodiscard]] bool is_there(std::size_t worker) const {
    return found.value().workers.at(worker).has_value();
  }
  /// All have come, and a job is sent to all.
  void deploy() {
    for (std::uint32_t w = 1; w <= 2; ++w)
      come(w);
    core->deploy(first_job, {true, true}, {.graph = {"map"}, .arguments = {}});
  }
  [[nodiscard]] std::size_t opened_again(std::uint32_t who) const {
    return static_cast<std::size_t>(std::count(host.opened.begin(), host.opened.end(), who)) - 1;
  }

  const std::vector<std::string> names{"one", "two", "three"};
  fake_host host;
  std::optional<cluster_core> core;
  std::optional<answer> found;
  std::map<std::uint32_t, session_id> sessions;
  std::uint64_t last_session = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(cluster_core_test)

// -- who is there

BOOST_AUTO_TEST_CASE(all_workers_are_found_as_soon_as_they_are_there) {
  cluster c(2);
  c.find(2, connect_within);
  BOOST_TEST(c.host.opened == (std::vector<std::uint32_t>{1, 2}));
  const auto first = c.come(1);
  BOOST_TEST(!c.found.has_value());
  c.come(2);
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.found->fault == "");
  BOOST_CHECK(c.found->workers.at(0).value().along == first);
  BOOST_TEST(c.is_there(1));
  c.pass();                  // in vain
  c.find(2, connect_within); // and the next time at once
  BOOST_TEST(c.found.has_value());
  BOOST_TEST(c.host.opened.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_absent_at_first_is_named_soon_and_not_tried_again) {
  cluster c(2);
  c.find(2, connect_within);
  c.come(1);
  c.pass();
  BOOST_TEST(!c.found.has_value()); // its session is about to say why
  BOOST_TEST((c.host.patience.back().first < connect_within));
  c.lose(2);
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.found->fault == "worker two: nobody answers");
  BOOST_TEST(c.opened_again(2) == 0U);
}

BOOST_AUTO_TEST_CASE(one_whose_session_ends_before_the_patience_is_tried_again_until_then) {
  cluster c(2);
  c.find(2, connect_within);
  c.come(1);
  c.lose(2);
  BOOST_TEST(c.opened_again(2) == 1U);
  c.pass();
  BOOST_TEST(!c.found.has_value());
  c.pass(); // what was opened late is not waited for
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.found->fault == "worker two: nobody answers");
  c.lose(2);
  BOOST_TEST(c.opened_again(2) == 1U);
}

BOOST_AUTO_TEST_CASE(after_a_short_patience_what_breaks_is_tried_again_for_the_connect_timeout) {
  cluster c(1);
  c.find(1, 500ms);
  c.lose(1);
  BOOST_TEST(c.opened_again(1) == 1U);
  c.pass();
  BOOST_TEST((c.host.patience.back().first == connect_within - 500ms));
  c.lose(1);
  BOOST_TEST(c.opened_again(1) == 2U);
  BOOST_TEST(!c.found.has_value());
  c.lose(1);
  c.come(1);
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.is_there(0));
}

BOOST_AUTO_TEST_CASE(without_a_worker_by_then_the_search_ends) {
  cluster c(1);
  c.find(1, 500ms);
  c.pass();
  c.lose(1);
  c.pass();
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.found->fault == "worker one: nobody answers");
  const auto opened = c.host.opened.size();
  c.lose(1);
  BOOST_TEST(c.host.opened.size() == opened);
}

BOOST_AUTO_TEST_CASE(some_are_enough_when_the_patience_is_over) {
  cluster c(3);
  c.find(1, connect_within);
  c.come(2);
  BOOST_TEST(!c.found.has_value());
  c.pass();
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.found->fault == "");
  BOOST_TEST(!c.is_there(0));
  BOOST_TEST(c.is_there(1));
  BOOST_TEST(!c.is_there(2));
}

BOOST_AUTO_TEST_CASE(too_few_have_as_long_again_as_a_connection_has) {
  cluster c(3);
  c.find(2, 500ms);
  c.come(2);
  c.pass();
  BOOST_TEST(!c.found.has_value());
  c.come(3);
  BOOST_TEST_REQUIRE(c.found.has_value()); // the first has had its time
  BOOST_TEST(!c.is_there(0));
  BOOST_TEST(c.is_there(2));
}

BOOST_AUTO_TEST_CASE(nobody_is_waited_for_when_the_others_cannot_come) {
  cluster c(2);
  c.find(1, connect_within);
  c.come(1);
  c.lose(2, true);
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(c.is_there(0));
  BOOST_TEST(!c.is_there(1));
  BOOST_TEST(c.opened_again(2) == 0U);
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_fit_is_closed_and_named) {
  cluster c(1);
  c.find(1, connect_within);
  const auto along = c.come(1, "another program");
  BOOST_TEST(has(c.host.closed[along], "it runs another program"));
  BOOST_TEST(!c.found.has_value());
  c.core->on_over(1, along, true, c.host.closed[along]);
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(has(c.found->fault, "worker one: it runs another program"));

  cluster other(1);
  other.find(1, connect_within);
  other.core->on_begun(1, session_id(1));
  other.hear(session_id(1), {}, worker_order{"the program", {}, {}, 65});
  BOOST_TEST(has(other.host.closed[session_id(1)], "it takes items of 65 bytes, here 64"));
}

BOOST_AUTO_TEST_CASE(who_searches_when_the_engine_ends_is_told) {
  cluster c(1);
  c.find(1, connect_within);
  c.core->end();
  BOOST_TEST(c.found.value().fault == "the engine has ended");
}

// -- jobs

BOOST_AUTO_TEST_CASE(a_job_is_deployed_when_all_have_made_their_parts) {
  cluster c(2);
  c.deploy();
  BOOST_TEST_REQUIRE(c.host.said.size() == 2U);
  for (const auto who : {1U, 2U}) {
    const auto& [to, of, what] = c.host.said[who - 1];
    BOOST_CHECK(to == c.sessions[who] && of == first_job);
    const auto& order = std::get<deploy_order>(what);
    BOOST_TEST(order.process == who);
    BOOST_TEST(order.addresses == (std::vector<std::string>{"one", "two"}));
  }
  BOOST_CHECK(c.host.deadlines == std::vector<duration>{deploy_within});
  c.hear(c.sessions[1], first_job, deployed_order{});
  c.hear(c.sessions[1], first_job, deployed_order{}); // once more is once
  BOOST_TEST(c.host.ready.empty());
  c.hear(c.sessions[2], first_job, deployed_order{});
  BOOST_CHECK(c.host.ready == std::vector<job_id>{first_job});
}

BOOST_AUTO_TEST_CASE(a_job_that_is_all_at_the_coordinator_is_deployed_at_once) {
  cluster c(2);
  c.come(1);
  c.core->deploy(first_job, {false, false}, {.graph = {}, .arguments = {}});
  BOOST_CHECK(c.host.ready == std::vector<job_id>{first_job});
  BOOST_TEST(c.host.said.empty());
  BOOST_TEST(c.host.deadlines.empty());
  c.lose(1); // is no part of it
  BOOST_TEST(c.host.losses.empty());
}

BOOST_AUTO_TEST_CASE(all_of_a_job_is_lost_while_it_is_deployed_and_one_process_later) {
  cluster c(2);
  c.deploy();
  c.hear(c.sessions[1], first_job, deployed_order{});
  c.lose(2);
  BOOST_TEST_REQUIRE(c.host.losses.size() == 1U);
  BOOST_TEST(!c.host.losses[0].which.has_value());
  BOOST_TEST(c.host.losses[0].lost);
  BOOST_TEST(c.host.losses[0].why == "worker two: nobody answers");

  cluster later(2);
  later.deploy();
  for (const auto who : {1U, 2U})
    later.hear(later.sessions[who], first_job, deployed_order{});
  later.hear(later.sessions[1], first_job, lost_order{2, "silence"});
  BOOST_TEST_REQUIRE(later.host.losses.size() == 1U);
  BOOST_CHECK(later.host.losses[0].which == process_id(2));
  BOOST_TEST(later.host.losses[0].why == "worker one has lost worker two: silence");
  later.hear(later.sessions[1], first_job, lost_order{3, "silence"}); // is no part of it
  BOOST_TEST(later.host.losses.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_refusal_is_no_loss_and_a_neighbour_out_of_reach_is_one) {
  for (const bool unreachable : {false, true}) {
    cluster c(2);
    c.deploy();
    c.hear(c.sessions[2], first_job, deployed_order{"it cannot", unreachable});
    BOOST_TEST_REQUIRE(c.host.losses.size() == 1U);
    BOOST_TEST(!c.host.losses[0].which.has_value());
    BOOST_TEST(c.host.losses[0].lost == unreachable);
    BOOST_TEST(c.host.losses[0].why == "worker two refuses the job: it cannot");
    c.hear(c.sessions[1], first_job, deployed_order{});
    BOOST_TEST(c.host.ready.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_gone_before_the_job_comes_loses_it) {
  cluster c(2);
  c.come(1);
  c.core->deploy(first_job, {true, true}, {.graph = {}, .arguments = {}});
  BOOST_TEST_REQUIRE(c.host.losses.size() == 1U);
  BOOST_TEST(c.host.losses[0].why == "worker two is gone");
  BOOST_TEST(c.host.losses[0].lost);
  c.host.said.clear();
  c.core->job_over(first_job);
  BOOST_TEST_REQUIRE(c.host.said.size() == 1U); // what the first has made goes
  BOOST_CHECK(c.host.said[0].to == c.sessions[1]);
  BOOST_TEST(std::holds_alternative<forget_order>(c.host.said[0].what));
}

BOOST_AUTO_TEST_CASE(who_does_not_answer_in_time_is_parted_from) {
  cluster c(2);
  c.deploy();
  c.hear(c.sessions[1], first_job, deployed_order{});
  c.core->on_deploy_deadline(first_job);
  BOOST_TEST(!c.host.closed.contains(c.sessions[1]));
  BOOST_TEST(has(c.host.closed[c.sessions[2]], "it does not answer"));
  c.core->job_over(first_job);
  c.host.closed.clear();
  c.core->on_deploy_deadline(first_job);
  BOOST_TEST(c.host.closed.empty());
}

BOOST_AUTO_TEST_CASE(workers_reach_each_other_where_they_say) {
  cluster c(2);
  c.core->on_begun(1, session_id(1));
  c.hear(session_id(1), {}, worker_order{"the program", {}, "elsewhere", 64});
  c.sessions[2] = c.come(2);
  c.core->deploy(first_job, {false, true}, {.graph = {}, .arguments = {}});
  BOOST_TEST(std::get<deploy_order>(c.host.said.at(0).what).addresses
             == (std::vector<std::string>{"elsewhere", "two"}));
}

BOOST_AUTO_TEST_CASE(without_sessions_all_jobs_and_searches_fail) {
  cluster c(2);
  c.deploy();
  for (const auto who : {1U, 2U})
    c.hear(c.sessions[who], first_job, deployed_order{});
  c.lose(2);
  c.find(2, connect_within);
  c.host.opened.clear();
  c.host.losses.clear();
  c.core->all_over("the sessions have broken down");
  BOOST_TEST_REQUIRE(c.found.has_value());
  BOOST_TEST(has(c.found->fault, "the sessions have broken down"));
  BOOST_TEST(c.host.opened.empty());
  BOOST_TEST(c.host.losses.size() == 2U);
  for (auto& loss : c.host.losses)
    BOOST_TEST((loss.lost && has(loss.why, "the sessions have broken down")));
}

BOOST_AUTO_TEST_CASE(a_session_with_broken_messages_is_closed) {
  cluster c(1);
  const auto along = c.come(1);
  c.core->on_message(along, {});
  BOOST_TEST(has(c.host.closed[along], "a broken message"));
  c.core->on_message(session_id(99), {}); // of nobody
  BOOST_TEST(!c.host.closed.contains(session_id(99)));
}

BOOST_AUTO_TEST_SUITE_END()
