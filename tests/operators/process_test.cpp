// SPDX-License-Identifier: BSD-3-Clause
// from_process and to_process.
#include "folder.hpp"
#include "results_of.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <future>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

namespace {

lines output_of(leat::process_command command, leat::from_process_options options = {}) {
  leat::pipeline p;
  lines out;
  p | leat::from_process(std::move(command), options) | leat::collect_into(out);
  leat::run(p);
  return out;
}

template <class F>
std::string failure_of(F f) {
  try {
    f();
  } catch (const leat::job_failed& e) {
    return e.what();
  }
  return "no failure";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

/// No child is left, not even a dead one, and no descriptor.
struct nothing_is_left {
  ~nothing_is_left() {
    BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1);
    BOOST_TEST(errno == ECHILD);
    BOOST_TEST(open_descriptors() == before);
  }
  std::size_t before = open_descriptors();
};

bool is_gone(const std::string& pid) {
  return ::kill(std::stoi(pid), 0) == -1 && errno == ESRCH;
}

/// The reading end of a named pipe, which tells when nobody has it open for writing any more.
class held_open {
 public:
  explicit held_open(const std::string& path) {
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  }
  held_open(const held_open&) = delete;
  held_open& operator=(const held_open&) = delete;
  ~held_open() { ::close(descriptor_); }
  [[nodiscard]] bool let_go() const {
    pollfd on{descriptor_, POLLIN, 0};
    return ::poll(&on, 1, 60'000) == 1 && (on.revents & POLLHUP) != 0;
  }

 private:
  int descriptor_ = -1;
};

/// A shell and its child, which say that they are there, and then nothing ever.
constexpr const char* two_that_stay = "echo a; sh -c 'echo b; exec tail -f /dev/null'; true";

} // namespace

BOOST_AUTO_TEST_SUITE(process_test)

BOOST_AUTO_TEST_CASE(the_lines_of_a_shell_command_or_of_a_program) {
  const nothing_is_left check;
  BOOST_TEST(output_of("echo one; printf 'two\\nthree'") == (lines{"one", "two", "three"}));
  BOOST_TEST(output_of({"echo", "$HOME  *"}) == lines{"$HOME  *"});
  BOOST_TEST(output_of("true").empty());
}

BOOST_AUTO_TEST_CASE(lines_keep_their_end_if_asked_to) {
  BOOST_TEST(output_of("printf 'a\\n\\nb'", {.with_end = true}) == (lines{"a\n", "\n", "b"}));
}

BOOST_AUTO_TEST_CASE(many_lines_come_in_order) {
  const nothing_is_left check;
  const auto out = output_of("i=0; while [ $i -lt 20000 ]; do echo $i; i=$((i+1)); done");
  BOOST_REQUIRE(out.size() == 20'000U);
  bool in_order = true;
  for (std::size_t i = 0; i < out.size(); ++i)
    in_order = in_order && out[i] == std::to_string(i);
  BOOST_TEST(in_order);
}

BOOST_AUTO_TEST_CASE(standard_error_may_be_among_the_lines_or_thrown_away) {
  BOOST_TEST(output_of("echo a; echo b >&2; echo c", {.stderr_to = leat::child_stderr::join})
             == (lines{"a", "b", "c"}));
  BOOST_TEST(output_of("echo a; echo b >&2", {.stderr_to = leat::child_stderr::discard})
             == lines{"a"});
}

BOOST_AUTO_TEST_CASE(its_standard_input_is_empty) { BOOST_TEST(output_of("cat").empty()); }

BOOST_AUTO_TEST_CASE(an_exit_code_fails_the_stream_behind_its_lines) {
  const nothing_is_left check;
  leat::pipeline p;
  lines out;
  p | leat::from_process("echo a; exit 3") | leat::collect_into(out);
  const auto told = failure_of([&] { leat::run(p); });
  BOOST_TEST(has(told, "leat::from_process: 'echo a; exit 3' ended with exit code 3"), told);
  BOOST_TEST(out == lines{"a"});
}

BOOST_AUTO_TEST_CASE(so_does_a_signal) {
  const auto told = failure_of([] { output_of("kill -9 $$"); });
  BOOST_TEST(has(told, "was ended by signal 9 (Killed)"), told);
}

BOOST_AUTO_TEST_CASE(a_program_that_is_not_there_is_named) {
  const nothing_is_left check;
  auto told = failure_of([] { output_of({"no-such-program", "-x"}); });
  BOOST_TEST(has(told, "leat::from_process: cannot start 'no-such-program -x': No such file"),
             told);
  told = failure_of([] {
    output_of("no-such-program", {.stderr_to = leat::child_stderr::discard});
  });
  BOOST_TEST(has(told, "exit code 127; see whether the program is there"), told);
}

BOOST_AUTO_TEST_CASE(an_endless_one_is_ended_when_nobody_wants_more) {
  const nothing_is_left check;
  leat::pipeline p;
  lines out;
  p | leat::from_process("yes") | leat::take(2) | leat::collect_into(out);
  leat::run(p);
  BOOST_TEST(out == (lines{"y", "y"}));
}

BOOST_AUTO_TEST_CASE(a_silent_one_is_ended_with_all_that_it_started) {
  const nothing_is_left check;
  const folder in;
  for (const bool resists : {false, true}) { // nothing less than SIGKILL ends those
    const auto path = in.file(resists ? "resists" : "obeys");
    const held_open fifo(path);
    leat::pipeline p;
    const std::string command = "exec 3> " + path + (resists ? "; trap '' TERM; " : "; ");
    p | leat::from_process(command + two_that_stay)
      | leat::take(2) | leat::discard();
    leat::run(p);
    BOOST_TEST(fifo.let_go());
  }
}

BOOST_AUTO_TEST_CASE(stop_cancel_and_failure_end_it) {
  const nothing_is_left check;
  enum class way { stop,
                   cancel,
                   fail };
  for (const way how : {way::stop, way::cancel, way::fail}) {
    leat::pipeline p;
    std::promise<std::string> first;
    p | leat::from_process("echo $$; exec tail -f /dev/null")
      | leat::for_each([&](const std::string& pid) { first.set_value(pid); });
    auto [numbers, in] = p.input<int>();
    numbers | leat::for_each([](int) { throw std::runtime_error("broken"); });
    leat::job job = leat::start(p);
    const auto pid = first.get_future().get();
    switch (how) {
    case way::stop:
      BOOST_TEST(job.stop(1min).drained);
      break;
    case way::cancel:
      job.cancel();
      static_cast<void>(job.wait_for(1min));
      break;
    case way::fail:
      in.push(1);
      BOOST_CHECK_THROW(job.wait(), leat::job_failed);
    }
    BOOST_TEST(is_gone(pid));
  }
}

BOOST_AUTO_TEST_CASE(a_reader_without_room_makes_it_wait) {
  const nothing_is_left check;
  leat::pipeline p;
  std::size_t n = 0;
  p | leat::from_process("yes | head -n 100000")
    | leat::rate_limit(100'000, 1ns, 1000).budget(leat::items(10))
    | leat::for_each([&](const std::string&) { ++n; });
  leat::run(p);
  BOOST_TEST(n == 100'000U);
}

BOOST_AUTO_TEST_CASE(in_the_simulation) {
  leat::pipeline p;
  lines out;
  p | leat::from_process("echo a; echo b") | leat::collect_into(out);
  leat::testing::simulation{p}.finish();
  BOOST_TEST(out == (lines{"a", "b"}));
}

BOOST_AUTO_TEST_CASE(lines_are_written_to_a_process) {
  const nothing_is_left check;
  const folder in;
  leat::pipeline p;
  p | leat::from_values("b", "a", "c") | leat::to_process("sort > " + in.file("sorted"));
  p | leat::from_values("x") | leat::key_by([](const std::string&) { return 1; })
    | leat::to_process({"tee", "-a", in.file("keyed")});
  p | leat::empty<std::string>() | leat::to_process("cat > " + in.file("empty"));
  leat::run(p);
  BOOST_TEST(content(in.file("sorted")) == "a\nb\nc\n"); // it was waited for
  BOOST_TEST(content(in.file("keyed")) == "x\n");
  BOOST_TEST(std::filesystem::exists(in.file("empty")));
}

BOOST_AUTO_TEST_CASE(more_than_a_pipe_holds) {
  const nothing_is_left check;
  const folder in;
  leat::pipeline p;
  p | leat::from_range(lines(1000, std::string(10'000, 'x')))
    | leat::to_process("wc -c > " + in.file("bytes"));
  leat::run(p);
  BOOST_TEST(std::stoul(content(in.file("bytes"))) == 1000U * 10'001);
}

BOOST_AUTO_TEST_CASE(an_exit_code_of_the_reader_fails_the_job) {
  const nothing_is_left check;
  const folder in;
  for (const char* command : {"cat > /dev/null; exit 4", "exit 4"}) {
    leat::pipeline p;
    auto endless = p | leat::from_generator([] { return std::optional(std::string(1000, 'x')); });
    std::move(endless) | leat::take(command[0] == 'c' ? 10 : 1'000'000) | leat::to_process(command);
    const auto told = failure_of([&] { leat::run(p); });
    BOOST_TEST(has(told, "leat::to_process: '" + std::string(command) + "' ended with exit code 4"),
               told);
  }
}

BOOST_AUTO_TEST_CASE(a_reader_that_has_had_enough_ends_the_stream) {
  const nothing_is_left check;
  leat::pipeline p;
  p | leat::from_generator([] { return std::optional(std::string(1000, 'x')); })
    | leat::to_process("head -n 1 > /dev/null");
  leat::run(p);
}

BOOST_AUTO_TEST_CASE(a_reader_that_does_not_read_is_ended_when_the_job_is_cancelled) {
  const nothing_is_left check;
  const folder in;
  for (const bool endless : {true, false}) {
    leat::pipeline p;
    auto [texts, input] = p.input<std::string>();
    const auto fifo = in.file(endless ? "a" : "b");
    BOOST_REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    texts | leat::to_process("echo $$ > " + fifo + "; exec tail -f /dev/null");
    leat::job job = leat::start(p);
    const auto number = content(fifo);
    if (endless)
      static_cast<void>(input.push(std::string(1 << 20, 'x')));
    else
      input.close();
    job.cancel();
    static_cast<void>(job.wait_for(1min));
    BOOST_TEST(is_gone(number));
  }
}

BOOST_AUTO_TEST_CASE(a_receipt_says_that_the_lines_are_with_the_system) {
  leat::pipeline p;
  auto [texts, in] = p.input<std::string>();
  texts | leat::to_process("cat > /dev/null");
  leat::job job = leat::start(p);
  in.push("a");
  in.flush().get();
  in.close();
  job.wait();
}

BOOST_AUTO_TEST_CASE(no_command_is_refused_where_it_is_written) {
  BOOST_CHECK_THROW(static_cast<void>(leat::from_process("")), std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::to_process(lines{})), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
