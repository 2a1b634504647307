// SPDX-License-Identifier: BSD-3-Clause
// leat::main and stop_signals, in a process of their own.
#include "pipelines.hpp"

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <string>

namespace {

/// The program signalled.cpp, with its standard output.
class child {
 public:
  explicit child(std::vector<std::string> arguments) {
    std::array<int, 2> out{};
    BOOST_TEST_REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    arguments.insert(arguments.begin(), SIGNALLED_PROGRAM);
    std::vector<char*> words;
    for (auto& a : arguments)
      words.push_back(a.data());
    words.push_back(nullptr);
    BOOST_TEST_REQUIRE(
      ::posix_spawn(&id_, SIGNALLED_PROGRAM, &actions, nullptr, words.data(), environ) == 0);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(out[1]);
    out_ = ::fdopen(out[0], "r");
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() { std::fclose(out_); }

  void signal(int which) const { ::kill(id_, which); }
  /// Waits until the child says this.
  void wait_for(const std::string& line) {
    std::array<char, 100> text{};
    while (std::fgets(text.data(), text.size(), out_))
      if (line + "\n" == text.data())
        return;
    BOOST_FAIL("the program never said '" + line + "'");
  }
  /// All that it says.
  [[nodiscard]] std::string text() const {
    std::string all;
    for (int c = std::fgetc(out_); c != EOF; c = std::fgetc(out_))
      all += static_cast<char>(c);
    return all;
  }
  [[nodiscard]] int exit_code() const {
    int status = 0;
    ::waitpid(id_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t id_ = 0;
  std::FILE* out_ = nullptr;
};

} // namespace

BOOST_AUTO_TEST_SUITE(main_test)

BOOST_AUTO_TEST_CASE(a_job_that_ends) { BOOST_TEST(child({}).exit_code() == 0); }
BOOST_AUTO_TEST_CASE(a_function_beside_the_job_gives_the_code) {
  BOOST_TEST(child({"code"}).exit_code() == 7);
}
BOOST_AUTO_TEST_CASE(a_job_that_fails) { BOOST_TEST(child({"failing"}).exit_code() == 1); }
BOOST_AUTO_TEST_CASE(a_pipeline_that_cannot_be_built) {
  BOOST_TEST(child({"fault"}).exit_code() == 1);
}
BOOST_AUTO_TEST_CASE(wrong_usage) {
  BOOST_TEST(child({"--workers=somewhere"}).exit_code() == 2);
  BOOST_TEST(child({"--worker", "--listen=nowhere"}).exit_code() == 2);
}

BOOST_AUTO_TEST_CASE(a_graph_is_drawn_and_not_run) {
  for (const auto* how : {"--graph", "--graph=mermaid"}) {
    child program({how, "endless"}); // which would say "running", and not end
    BOOST_TEST(program.text() == "flowchart LR\n"
                                 "  n0_0[\"from_generator\"]\n"
                                 "  n1_0[\"for_each\"]\n"
                                 "  n0_0 --> n1_0\n");
    BOOST_TEST(program.exit_code() == 0);
  }
  child program({"endless", "--graph=dot"});
  BOOST_TEST(program.text().starts_with("digraph pipeline {\n"));
  BOOST_TEST(program.exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(a_graph_that_nobody_can_draw) {
  BOOST_TEST(child({"--graph=gif"}).exit_code() == 2);
  BOOST_TEST(child({"--graph="}).exit_code() == 2);
  BOOST_TEST(child({"--graph", "fault"}).exit_code() == 1);
  BOOST_TEST(child({"--graph=/no/such/folder/a.svg"}).exit_code() == 1);
}

BOOST_AUTO_TEST_CASE(words_of_the_program_reach_it) {
  BOOST_TEST(child({"--graph", "word", "--graphs", "-x"}).text().starts_with("flowchart LR\n"));
  child program({"words", "--graphs", "-x", "--graph=dot"});
  BOOST_TEST(has(program.text(), "label=\"words --graphs -x\"")); // and Leat's own does not
  BOOST_TEST(program.exit_code() == 0);
}

BOOST_AUTO_TEST_CASE(a_signal_drains) {
  for (const int which : {SIGINT, SIGTERM}) {
    child program({"endless"});
    program.wait_for("running");
    program.signal(which);
    BOOST_TEST(program.exit_code() == 0);
  }
}

BOOST_AUTO_TEST_CASE(a_second_signal_cuts_it_short) {
  child program({"held"});
  program.wait_for("running");
  program.signal(SIGINT);
  program.wait_for("stopping");
  program.signal(SIGINT);
  BOOST_TEST(program.exit_code() == 130);
}

BOOST_AUTO_TEST_CASE(stop_signals_come_and_go) {
  struct sigaction before {
  }, after{};
  ::sigaction(SIGINT, nullptr, &before);
  {
    leat::stop_signals signals;
    BOOST_CHECK_THROW(leat::stop_signals(), std::logic_error);
    leat::pipeline p;
    p | endless() | leat::for_each([](int x) {
      if (x == 10)
        ::kill(::getpid(), SIGINT);
    });
    leat::run(p, signals.token());
    BOOST_TEST(signals.token().stop_requested());
    BOOST_TEST(!signals.now().stop_requested());
  }
  ::sigaction(SIGINT, nullptr, &after);
  BOOST_TEST(before.sa_handler == after.sa_handler);
}

BOOST_AUTO_TEST_SUITE_END()
