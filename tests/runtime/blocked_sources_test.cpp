// SPDX-License-Identifier: BSD-3-Clause
// Sources that wait in the kernel for what never comes: a terminal, a pipe, a socket.
#include "pipelines.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <pty.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <ostream>
#include <string_view>
#include <utility>

namespace {

enum class kind { terminal,
                  pipe,
                  socket };
std::ostream& operator<<(std::ostream& out, kind k) {
  return out << std::array{"terminal", "pipe", "socket"}[static_cast<std::size_t>(k)];
}
const std::array kinds{kind::terminal, kind::pipe, kind::socket};

/// Standard input that comes from the test, which writes some of it or nothing, and never ends it.
class standard_input {
 public:
  explicit standard_input(kind k) : before_(::dup(STDIN_FILENO)) {
    std::array<int, 2> ends{-1, -1}; // to read from, to write to
    int made = -1;
    switch (k) {
    case kind::terminal:
      made = ::openpty(&ends[1], &ends[0], nullptr, nullptr, nullptr);
      break;
    case kind::pipe:
      made = ::pipe(ends.data());
      break;
    case kind::socket:
      made = ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data());
      break;
    }
    BOOST_TEST_REQUIRE(made == 0);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    write_ = ends[1];
    std::cin.clear();
  }
  standard_input(const standard_input&) = delete;
  standard_input& operator=(const standard_input&) = delete;
  ~standard_input() {
    ::dup2(before_, STDIN_FILENO);
    ::close(before_);
    ::close(write_);
  }
  void type(std::string_view text) const {
    BOOST_TEST_REQUIRE(::write(write_, text.data(), text.size())
                       == static_cast<ssize_t>(text.size()));
  }

 private:
  int before_;
  int write_ = -1;
};

} // namespace

BOOST_AUTO_TEST_SUITE(blocked_sources_test)

BOOST_DATA_TEST_CASE(take_one_ends_though_no_more_comes, boost::unit_test::data::make(kinds), k) {
  const standard_input from(k);
  leat::pipeline p;
  auto first = p | leat::from_lines(std::cin) | leat::take(1) | leat::to_vector();
  leat::job job = leat::start(p);
  from.type("hello\n");
  job.wait();
  BOOST_TEST(first.get() == std::vector<std::string>{"hello"}, boost::test_tools::per_element());
}

BOOST_DATA_TEST_CASE(stop_wakes_it, boost::unit_test::data::make(kinds), k) {
  const standard_input from(k);
  std::atomic<bool> seen = false;
  leat::pipeline p;
  p | leat::from_lines(std::cin) | leat::for_each([&](const std::string&) { seen = true; });
  leat::job job = leat::start(p);
  from.type("one line, and then nothing\n");
  wait_until(job, [&] { return seen.load(); });
  BOOST_TEST(job.stop(1min).drained);
}

BOOST_DATA_TEST_CASE(cancel_wakes_it, boost::unit_test::data::make(kinds), k) {
  const standard_input from(k);
  leat::pipeline p;
  p | leat::from_lines(std::cin) | leat::discard();
  leat::job job = leat::start(p);
}

BOOST_DATA_TEST_CASE(a_failure_elsewhere_wakes_it, boost::unit_test::data::make(kinds), k) {
  const standard_input from(k);
  leat::pipeline p;
  p | leat::from_lines(std::cin) | leat::discard();
  p | leat::from_values(1) | leat::for_each([](int) { throw std::runtime_error("broken"); });
  BOOST_CHECK_THROW(leat::run(p), leat::job_failed);
}

BOOST_AUTO_TEST_CASE(a_named_pipe_is_refused_in_words) {
  const std::string path =
    std::filesystem::temp_directory_path() / ("leat_pipe_" + std::to_string(::getpid()));
  BOOST_TEST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  leat::pipeline p;
  p | leat::from_text_file(path) | leat::take(1) | leat::discard();
  const auto story = message_of<leat::job_failed>([&] { leat::run(p); });
  std::filesystem::remove(path);
  BOOST_TEST(has(story, "leat::from_text_file"), story);
  BOOST_TEST(has(story, "from_lines"), story); // the remedy
}

BOOST_AUTO_TEST_SUITE_END()
