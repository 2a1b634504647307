// SPDX-License-Identifier: BSD-3-Clause
// Jobs that are spread over workers, and what becomes of them when processes die, stall or differ.
#include "actors/session/unix_socket.hpp"
#include "child.hpp"
#include "relay.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <string>

namespace {

const std::string cluster = CLUSTER_PROGRAM; // tests/surface/cluster.cpp
const std::string steady = STEADY_PROGRAM;
const std::string picky = PICKY_PROGRAM;
const std::string total = "total 499897499674\n";

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

child::end run(const std::string& program, const workers& on, child::arguments more = {},
               const child::environment& with = {}) {
  more.insert(more.begin(), {"--workers", on.addresses()});
  return child(program, std::move(more), with).finish();
}

/// How many connections to workers go through Unix-domain sockets.
std::size_t near_connections(const workers& to) {
  const std::string connected = "03";
  std::size_t n = 0;
  std::ifstream sockets("/proc/net/unix"); // see proc_net(5)
  for (std::string line; std::getline(sockets, line);) {
    std::istringstream words(line);
    std::string skipped, state, inode, name, address;
    words >> skipped >> skipped >> skipped >> skipped >> skipped >> state >> inode >> name
      >> address;
    n += name == "@leat" && state == connected
      && to.addresses().find(address) != std::string::npos;
  }
  return n;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cluster_test)

BOOST_AUTO_TEST_CASE(the_same_line_alone_with_two_workers_and_with_four) {
  BOOST_TEST(child(cluster, {}).finish().text == total);
  for (const std::size_t n : {1U, 2U, 4U}) {
    workers on(cluster, n);
    for (int again = 0; again < 3; ++again) {
      const auto end = run(cluster, on);
      BOOST_TEST(end.text == total, n << " workers: " << end.text);
      BOOST_TEST(end.code == 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_worker_may_be_killed_and_started_again_between_jobs) {
  workers on(cluster, 2);
  BOOST_TEST(run(cluster, on).text == total);
  on[1].signal(SIGKILL);
  on.start_again(1);
  BOOST_TEST(run(cluster, on).text == total);
}

BOOST_AUTO_TEST_CASE(processes_of_one_machine_need_no_tcp) {
  struct {
    child::arguments of_workers, of_job;
    std::size_t near;
  } const cases[]{{{}, {}, 3}, // each with each
                  {{}, {"--tcp-only"}, 1},
                  {{"--tcp-only"}, {}, 0}};
  for (const auto& [of_workers, of_job, near] : cases) {
    const child::environment whatever_is_set{{"LEAT_TCP_ONLY", "false"}};
    workers on(steady, 2, whatever_is_set, of_workers);
    child::arguments words{"--workers", on.addresses(), "200"};
    words.insert(words.begin(), of_job.begin(), of_job.end());
    child job(steady, words, whatever_is_set);
    job.wait_for("100");
    BOOST_TEST(near_connections(on) == near);
    BOOST_TEST(job.finish().code == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_whose_name_is_taken_is_reached_by_tcp) {
  auto free = leat::listen_on({"127.0.0.1", 0});
  auto taken = leat::listen_beside(free.socket);
  const auto address = leat::address_of(free.socket).text();
  free.socket = leat::owned_socket();
  child worker(cluster, {"--worker", "--listen", address}, {{"LEAT_TCP_ONLY", "false"}});
  worker.wait_for_words("no Unix-domain socket beside " + address);
  worker.wait_for("listening on ");
  taken = leat::owned_socket();
  BOOST_TEST(child(cluster, {"--workers", address}).finish().text == total);
}

BOOST_AUTO_TEST_CASE(several_coordinators_share_workers) {
  workers on(cluster, 2);
  std::vector<child> all;
  for (int i = 0; i < 4; ++i)
    all.emplace_back(cluster, child::arguments{"--workers", on.addresses()});
  for (auto& one : all)
    BOOST_TEST(one.finish().text == total);
}

BOOST_AUTO_TEST_CASE(workers_hear_at_once_that_a_coordinator_has_ended) {
  workers on(steady, 2, {}, {"--link-timeout", "0.3"});
  BOOST_TEST(run(steady, on, {"100"}).code == 0);
  child(steady, {"1500"}).finish(); // time enough to lose one that says nothing
  for (auto i : {0U, 1U}) {
    on[i].signal(SIGKILL);
    const auto said = on[i].finish().text;
    BOOST_TEST(!has(said, "a coordinator is gone"), said);
  }
}

BOOST_AUTO_TEST_CASE(a_killed_worker_fails_the_job_by_name) {
  workers on(steady, 3);
  child job(steady, {"--workers", on.addresses()});
  job.wait_for("100");
  on[1].signal(SIGKILL);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "worker " + on.address(1) + ": the process has died"), end.text);
  on.start_again(1);
  BOOST_TEST(run(steady, on, {"100"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_frozen_worker_is_lost_and_serves_the_next_when_it_is_back) {
  workers on(steady, 2);
  child job(steady, {"--workers", on.addresses(), "--link-timeout", "0.5"});
  job.wait_for("100");
  on[0].signal(SIGSTOP);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "worker " + on.address(0) + ": the process was lost"), end.text);
  on[0].signal(SIGCONT);
  BOOST_TEST(run(steady, on, {"100"}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_that_freezes_for_less_than_the_timeout_loses_nothing) {
  workers on(steady, 2);
  child job(steady, {"--workers", on.addresses(), "600"});
  job.wait_for("100");
  on[0].signal(SIGSTOP);
  child(steady, {"300"}).finish(); // some time
  on[0].signal(SIGCONT);
  job.wait_for("600");
  BOOST_TEST(job.finish().code == 0);
}

BOOST_AUTO_TEST_CASE(connections_that_break_lose_and_double_nothing) {
  workers on(steady, 2);
  relay first(on.address(0), 1000), second(on.address(1), 1000);
  // Each worker gets through to the other by its relay, too.
  child job(steady, {"--workers", first.address() + "," + second.address(), "1000"});
  for (const auto* seen : {"100", "200", "300", "500", "700"}) {
    job.wait_for(seen);
    first.cut();
    if (seen[0] != '2')
      second.cut();
  }
  const auto end = job.finish();
  BOOST_TEST(end.code == 0, end.text);
  BOOST_TEST(has(end.text, "1000\n"), end.text);
  BOOST_TEST(!has(end.text, "1100\n"), end.text);
}

BOOST_AUTO_TEST_CASE(a_slow_link_loses_nothing) {
  workers on(steady, 2);
  relay first(on.address(0), 1000), second(on.address(1), 1000);
  first.delay_by(std::chrono::milliseconds(70));
  child job(steady, {"--workers", first.address() + "," + second.address(), "500"});
  job.wait_for("200");
  second.delay_by(std::chrono::milliseconds(150));
  const auto end = job.finish();
  BOOST_TEST(end.code == 0, end.text);
  BOOST_TEST(has(end.text, "500\n"), end.text);
}

BOOST_AUTO_TEST_CASE(workers_outlive_a_killed_coordinator) {
  workers on(steady, 2, {}, {"--link-timeout", "0.5"});
  child job(steady, {"--workers", on.addresses()});
  job.wait_for("100");
  job.signal(SIGKILL);
  BOOST_TEST(job.finish().code == -SIGKILL);
  for (auto i : {0U, 1U}) // and end its nodes
    on[i].wait_for_words("a coordinator is gone, its jobs end here");
  BOOST_TEST(run(steady, on, {"100"}).code == 0);
}

#ifndef __SANITIZE_THREAD__ // TSan holds signals back, now and then for ever
BOOST_AUTO_TEST_CASE(a_worker_that_is_told_to_end_ends_with_zero) {
  for (int times = 0; times < 10; ++times) { // at once, while it has just begun to listen
    workers on(cluster, 1);
    on[0].signal(SIGTERM);
    const auto end = on[0].finish();
    BOOST_TEST(end.code == 0, end.text);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_told_to_end_says_so) {
  workers on(steady, 2);
  child job(steady, {"--workers", on.addresses()});
  job.wait_for("100");
  on[0].signal(SIGTERM);
  const auto end = job.finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "worker " + on.address(0) + ": the worker was told to end"), end.text);
}

BOOST_AUTO_TEST_CASE(a_signal_drains_the_job_everywhere) {
  workers on(steady, 2);
  child job(steady, {"--workers", on.addresses()});
  job.wait_for("100");
  job.signal(SIGINT);
  BOOST_TEST(job.finish().code == 0);
}
#endif

BOOST_AUTO_TEST_CASE(a_function_that_throws_elsewhere_is_named_as_here) {
  workers on(steady, 2);
  const auto end = run(steady, on, {"1000", "13"});
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "map 'work' failed on item 500: an unlucky number"), end.text);
}

BOOST_AUTO_TEST_CASE(a_codec_that_throws_fails_the_job_in_its_words) {
  workers on(picky, 2);
  BOOST_TEST(run(picky, on).code == 0);
  for (const std::string where : {"encode", "decode"}) {
    const auto end = run(picky, on, {where});
    BOOST_TEST(end.code == 1);
    BOOST_TEST(has(end.text, "it is picky"), where << ": " << end.text);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_is_not_there_is_named) {
  for (const auto* link_timeout : {"0.1", "5"}) { // shorter than the search, and longer
    child::arguments words{"--workers", "127.0.0.1:1", "--connect-timeout", "0.5"};
    words.insert(words.end(), {"--link-timeout", link_timeout});
    const auto end = child(cluster, words).finish();
    BOOST_TEST(end.code == 1);
    BOOST_TEST(has(end.text, "worker 127.0.0.1:1: the process cannot be reached"), end.text);
  }
}

BOOST_AUTO_TEST_CASE(a_worker_that_does_not_answer_is_named) {
  workers on(steady, 2, {{"BLOCKED", "1"}});
  const auto end = run(steady, on, {"--connect-timeout", "0.5"});
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "worker " + on.address(0) + ": it does not answer"), end.text);
}

BOOST_AUTO_TEST_CASE(another_program_is_refused) {
  workers on(steady, 1);
  const auto end = run(cluster, on);
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "runs another program"), end.text);
  BOOST_TEST(has(end.text, "start the same executable there"), end.text);
}

BOOST_AUTO_TEST_CASE(a_function_that_has_captured_another_value_is_refused) {
  workers on(steady, 2, {{"ADDED", "5"}});
  const auto end = run(steady, on, {"100"});
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "refuses the job: the functions of 'work' are others there than here"),
             end.text);
  BOOST_TEST(run(steady, on, {"100"}, {{"ADDED", "5"}}).code == 0);
}

BOOST_AUTO_TEST_CASE(a_worker_that_waits_for_one_that_refuses_goes_on) {
  workers refusing(steady, 1, {{"ADDED", "5"}});
  workers waiting(steady, 1); // for the other one to connect
  const auto both = refusing.addresses() + "," + waiting.addresses();
  for (int i = 0; i < 3; ++i)
    BOOST_TEST(child(steady, {"--workers", both, "100"}).finish().code == 1);
  BOOST_TEST(run(steady, waiting, {"100"}).code == 0);
}

BOOST_AUTO_TEST_CASE(another_token_is_refused_and_told_on_both_sides) {
  const std::string token(32, 'a');
  workers on(cluster, 1, {{"LEAT_TOKEN", token}});
  const auto without = run(cluster, on);
  BOOST_TEST(without.code == 1);
  BOOST_TEST(has(without.text, "worker " + on.address(0) + ": the tokens differ"), without.text);
  BOOST_TEST(run(cluster, on, {}, {{"LEAT_TOKEN", std::string(32, 'b')}}).code == 1);
  BOOST_TEST(run(cluster, on, {}, {{"LEAT_TOKEN", token}}).text == total);
  on[0].signal(SIGKILL);
  BOOST_TEST(has(on[0].finish().text, "a connection was refused: the tokens differ"));
}

BOOST_AUTO_TEST_CASE(nobody_listens_beyond_the_machine_without_a_token) {
  for (const bool token : {false, true})
    for (const bool insecure : {false, true}) {
      if (token && insecure)
        continue;
      child::arguments words{"--worker", "--listen", "0.0.0.0:0"};
      if (insecure)
        words.emplace_back("--insecure");
      child::environment with;
      if (token)
        with["LEAT_TOKEN"] = std::string(32, 'a');
      const auto end = child(cluster, words, with).finish();
      BOOST_TEST(end.code == 1);
      BOOST_TEST(has(end.text, "it needs a token"), end.text);
    }
}

BOOST_AUTO_TEST_CASE(wrong_usage_is_told) {
  const auto refused = [](child::arguments words, const std::string& why) {
    const auto end = child(cluster, std::move(words)).finish();
    BOOST_TEST(end.code == 2);
    BOOST_TEST(has(end.text, why), end.text);
  };
  refused({"--worker", "--workers", "127.0.0.1:1"}, "a process is one or has some");
  refused({"--workers", "somewhere"}, "'somewhere' is no address: there is no port");
  refused({"--listen", "127.0.0.1:1"}, "add --worker");
  refused({"--worker", "--listen", "127.0.0.1:99999"}, "no number up to 65535");
  refused({"--link-timeout", "0"}, "at least 0.1 seconds");
  refused({"--token-file", "/nowhere"}, "cannot be read");
}

BOOST_AUTO_TEST_CASE(a_new_token_can_be_used) {
  auto token = child(cluster, {"--new-token"}).finish().text;
  token.pop_back();
  workers on(cluster, 1, {{"LEAT_TOKEN", token}});
  BOOST_TEST(run(cluster, on, {}, {{"LEAT_TOKEN", token}}).text == total);
}

BOOST_AUTO_TEST_SUITE_END()
