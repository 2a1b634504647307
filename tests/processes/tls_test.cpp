// SPDX-License-Identifier: BSD-3-Clause
// Processes that encrypt what they say to each other, and those that are refused for their
// certificates.
#include "child.hpp"
#include "relay.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <csignal>
#include <string>

namespace {

const std::string squares = CLUSTER_PROGRAM; // tests/surface/cluster.cpp
const std::string again = AGAIN_PROGRAM;
const std::string steady = STEADY_PROGRAM;
const std::string certificates = TEST_CERTIFICATES;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

child::environment as(const std::string& who, const std::string& trusts = "ours") {
  return {{"LEAT_TLS_CERTIFICATE", certificates + "/" + who + ".pem"},
          {"LEAT_TLS_KEY", certificates + "/" + who + ".key"},
          {"LEAT_TLS_AUTHORITY", certificates + "/" + trusts + ".pem"}};
}

child::end run_on(const workers& on, const child::environment& with) {
  return child(squares, {"--workers", on.addresses()}, with).finish();
}

} // namespace

BOOST_AUTO_TEST_SUITE(tls_test)

BOOST_AUTO_TEST_CASE(the_same_line_as_in_the_clear) {
  const auto right = child(squares, {}).finish();
  for (const std::size_t n : {2U, 4U}) { // workers speak to each other, too
    workers on(squares, n, as("good"));
    for (int i = 0; i < 2; ++i) {
      const auto end = run_on(on, as("good"));
      BOOST_TEST(end.code == 0);
      BOOST_TEST(end.text == right.text);
    }
  }
}

BOOST_AUTO_TEST_CASE(with_a_token_too) {
  auto with = as("good");
  with["LEAT_TOKEN"] = std::string(32, 'x');
  workers on(squares, 2, with);
  BOOST_TEST(run_on(on, with).code == 0);
  const auto without = run_on(on, as("good"));
  BOOST_TEST(without.code == 1);
  BOOST_TEST(has(without.text, "the tokens differ"), without.text);
}

BOOST_AUTO_TEST_CASE(a_worker_that_dies_is_replaced) {
  workers on(again, 2, as("good"));
  child job(again, {"--workers", on.addresses(), "300", "10"}, as("good"));
  job.wait_for("squares 100");
  on[0].signal(SIGKILL);
  on.start_again(0);
  BOOST_TEST(job.finish().code == 0);
}

BOOST_AUTO_TEST_CASE(a_bit_that_is_changed_on_the_way_costs_a_connection_and_no_more) {
  workers on(steady, 2, as("good"));
  relay first(on.address(0), 1000), second(on.address(1), 1000);
  child job(steady, {"--workers", first.address() + "," + second.address(), "1000"}, as("good"));
  for (const auto* seen : {"100", "200", "300", "500", "700"}) {
    job.wait_for(seen);
    (seen[0] == '2' ? second : first).garble();
  }
  const auto end = job.finish();
  BOOST_TEST(end.code == 0, end.text);
  BOOST_TEST(has(end.text, "1000\n"), end.text);
  BOOST_TEST(!has(end.text, "1100\n"), end.text);
}

BOOST_AUTO_TEST_CASE(connections_that_break_lose_and_double_nothing) {
  workers on(steady, 2, as("good"));
  relay first(on.address(0), 1000), second(on.address(1), 1000);
  second.delay_by(std::chrono::milliseconds(30));
  child job(steady, {"--workers", first.address() + "," + second.address(), "1000"}, as("good"));
  for (const auto* seen : {"100", "300", "600"}) {
    job.wait_for(seen);
    first.cut();
    second.cut();
  }
  const auto end = job.finish();
  BOOST_TEST(end.code == 0, end.text);
  BOOST_TEST(has(end.text, "1000\n"), end.text);
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_when_nobody_waits_for_it_any_more_does_no_harm) {
  workers on(steady, 2, as("good"), {"--link-timeout", "1"});
  const child::arguments words{"--workers", on.addresses(), "--link-timeout", "1"};
  child job(steady, words, as("good"));
  job.wait_for("100");
  on[1].signal(SIGSTOP); // the first one dials it, and waits for what TLS says first
  BOOST_TEST(job.finish().code == 1);
  on[1].signal(SIGCONT);
  auto more = words;
  more.push_back("300");
  BOOST_TEST(child(steady, more, as("good")).finish().code == 0);
}

BOOST_AUTO_TEST_CASE(who_is_not_accepted_is_told_why) {
  struct {
    child::environment worker, coordinator;
    std::string told, logged;
  } const cases[] = {
    {as("good"), as("foreign"), "unknown ca", "certificate is not accepted"},
    {as("foreign"), as("good"), "certificate is not accepted", "unknown ca"},
    {as("elsewhere"), as("good"), "IP address mismatch", "bad certificate"},
    {as("good"), as("expired"), "expired", "expired"},
    {as("good"), {}, "the other side encrypts", "the other side does not encrypt"},
    {{}, as("good"), "the other side does not encrypt", "the other side encrypts"},
  };
  for (auto& c : cases) {
    workers on(squares, 1, c.worker);
    const auto end = run_on(on, c.coordinator);
    BOOST_TEST(end.code == 1);
    BOOST_TEST(has(end.text, "worker " + on.address(0)), end.text);
    BOOST_TEST(has(end.text, c.told), end.text);
    on[0].wait_for_words(c.logged);
    if (c.worker == as("good")) // it goes on working for others
      BOOST_TEST(run_on(on, c.worker).code == 0);
  }
}

BOOST_AUTO_TEST_CASE(files_that_are_no_good_are_named) {
  auto with = as("good");
  with["LEAT_TLS_KEY"] = "/nowhere.key";
  const auto end = child(squares, {"--worker"}, with).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "--tls-key /nowhere.key"), end.text);
  with.erase("LEAT_TLS_KEY");
  const auto part = child(squares, {"--worker"}, with).finish();
  BOOST_TEST(part.code == 2);
  BOOST_TEST(has(part.text, "belong together"), part.text);
}

BOOST_AUTO_TEST_CASE(beyond_this_machine_a_token_and_certificates_will_do) {
  auto with = as("good");
  with["LEAT_TOKEN"] = std::string(32, 'x');
  child worker(squares, {"--worker", "--listen", "0.0.0.0:0"}, with);
  worker.wait_for("listening on ");
  const auto end = child(squares, {"--worker", "--listen", "0.0.0.0:0"}, as("good")).finish();
  BOOST_TEST(end.code == 1);
  BOOST_TEST(has(end.text, "needs a token"), end.text);
}

BOOST_AUTO_TEST_SUITE_END()
