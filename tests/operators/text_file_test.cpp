// SPDX-License-Identifier: BSD-3-Clause
#include "folder.hpp"
#include "results_of.hpp"
#include <leat/line_buffer.hpp>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using lines = std::vector<std::string>;

namespace {

lines read(const std::string& path, leat::from_text_file_options options = {}) {
  leat::pipeline p;
  lines out;
  p | leat::from_text_file(path, std::move(options)) | leat::collect_into(out);
  leat::run(p);
  return out;
}

std::string failure_of(leat::pipeline& p) {
  try {
    leat::run(p);
  } catch (const leat::job_failed& e) {
    return e.what();
  }
  return "no failure";
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

} // namespace

BOOST_AUTO_TEST_SUITE(text_file_test)

BOOST_AUTO_TEST_CASE(lines_for_any_division_into_blocks) {
  const std::string text = "one\r\n\r\ntwo\rthree\r\nfour";
  for (std::size_t size = 1; size <= text.size(); ++size) {
    leat::line_buffer buffer("\r\n", 100, "test");
    lines out;
    for (std::size_t at = 0; at < text.size(); at += size) {
      buffer.append(std::string_view(text).substr(at, size));
      while (const auto line = buffer.next())
        out.emplace_back(*line);
    }
    BOOST_CHECK((out == lines{"one", "", "two\rthree"}));
    BOOST_CHECK_EQUAL(buffer.take_rest(), "four");
  }
}

BOOST_AUTO_TEST_CASE(reads_a_file) {
  const folder here;
  const auto path = here.file("a");
  write(path, "one\n\ntwo\nthree");
  BOOST_CHECK((read(path) == lines{"one", "", "two", "three"}));
  BOOST_CHECK((read(path, {.delimiter = "t"}) == lines{"one\n\n", "wo\n", "hree"}));
  write(path, "");
  BOOST_CHECK(read(path).empty());
  std::string text;
  for (int i = 0; i < 50'000; ++i)
    text += std::to_string(i) + '\n';
  write(path, text);
  const auto all = read(path);
  BOOST_CHECK_EQUAL(all.size(), 50'000);
  BOOST_CHECK_EQUAL(all.back(), "49999");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_says_why) {
  const folder here;
  write(here.file("long"), std::string(1000, 'x'));
  const auto why = [](const std::string& path, leat::from_text_file_options options) {
    leat::pipeline p;
    p | leat::from_text_file(path, std::move(options)).named("reader") | leat::discard();
    return failure_of(p);
  };
  BOOST_CHECK(has(why(here.file("nowhere"), {}), "nowhere"));
  BOOST_CHECK(has(why(here.file("nowhere"), {}), "'reader'"));
  BOOST_CHECK(has(why(here.path.string(), {}), "from_lines"));
  BOOST_CHECK(has(why(here.file("long"), {.longest = 999}), "raise `longest`"));
  BOOST_CHECK_THROW(static_cast<void>(leat::from_text_file("x", {.delimiter = ""})),
                    std::invalid_argument);
  BOOST_CHECK_THROW(static_cast<void>(leat::from_text_file("x", {.poll_every = 0s})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(follows_growth_rotation_and_truncation) {
  const folder here;
  const auto path = here.file("log");
  write(path, "old\n");
  leat::pipeline p;
  lines out;
  p | leat::from_text_file(path, {.follow = true}) | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  BOOST_CHECK((out == lines{"old"}));
  write(path, "hal", std::ios::app);
  sim.advance(1s);
  BOOST_CHECK((out == lines{"old"})); // an incomplete line waits
  write(path, "f\n", std::ios::app);
  sim.advance(1s);
  BOOST_CHECK((out == lines{"old", "half"}));

  write(path, "last\n", std::ios::app);
  std::filesystem::rename(path, here.file("log.1"));
  write(here.file("log.1"), "late", std::ios::app);
  sim.advance(1s); // there is no new file yet
  write(path, "new\n");
  sim.advance(1s);
  BOOST_CHECK((out == lines{"old", "half", "last", "late", "new"}));

  write(path, "cut\n" /* shorter than it was */, std::ios::trunc);
  std::filesystem::resize_file(path, 0);
  sim.advance(1s);
  write(path, "cut\n", std::ios::app);
  sim.advance(1s);
  BOOST_CHECK((out == lines{"old", "half", "last", "late", "new", "cut"}));
  sim.stop();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(follows_from_the_end) {
  const folder here;
  write(here.file("log"), "old\n");
  leat::pipeline p;
  lines out;
  p | leat::from_text_file(here.file("log"), {.follow = true, .from_end = true})
    | leat::collect_into(out);
  leat::testing::simulation sim{p};
  sim.settle();
  write(here.file("log"), "new\n", std::ios::app);
  sim.advance(1s);
  BOOST_CHECK((out == lines{"new"}));
  sim.stop();
  sim.finish();
}

BOOST_AUTO_TEST_CASE(writes_and_appends) {
  const folder here;
  const auto path = here.file("out");
  for (const bool append : {false, false, true}) {
    leat::pipeline p;
    p | leat::from_values("a", "b") | leat::to_text_file(path, {.append = append});
    leat::run(p);
  }
  BOOST_CHECK_EQUAL(content(path), "a\nb\na\nb\n");
  leat::pipeline p;
  p | leat::from_range(lines(10'000, std::string(100, 'x')))
    | leat::key_by([](const std::string&) { return 1; })
    | leat::to_text_file(path, {.delimiter = ""});
  leat::run(p);
  BOOST_CHECK_EQUAL(content(path), std::string(1'000'000, 'x'));
}

BOOST_AUTO_TEST_CASE(a_receipt_means_written) {
  const folder here;
  leat::pipeline p;
  auto [words, in] = p.input<std::string>();
  words | leat::to_text_file(here.file("out"));
  leat::job job = leat::start(p);
  in.push("one");
  in.flush().get();
  BOOST_CHECK_EQUAL(content(here.file("out")), "one\n");
  in.push("two");
  in.fail(std::make_exception_ptr(std::runtime_error("enough")));
  BOOST_CHECK_THROW(job.wait(), leat::job_failed);
  BOOST_CHECK_EQUAL(content(here.file("out")), "one\ntwo\n"); // closed at a failure, too
}

BOOST_AUTO_TEST_CASE(a_full_disk_names_node_path_and_remedy) {
  leat::pipeline p;
  p | leat::from_values("a") | leat::to_text_file("/dev/full").named("report");
  const auto why = failure_of(p);
  BOOST_CHECK(has(why, "'report'") && has(why, "/dev/full") && has(why, "make room"));
}

BOOST_AUTO_TEST_CASE(lines_of_a_stream) {
  std::istringstream in("one\ntwo\n\nthree");
  leat::pipeline p;
  lines out;
  p | leat::from_lines(in) | leat::collect_into(out);
  leat::run(p);
  BOOST_CHECK((out == lines{"one", "two", "", "three"}));
}

BOOST_AUTO_TEST_CASE(standard_input_is_woken) {
  int ends[2];
  BOOST_REQUIRE_EQUAL(::pipe(ends), 0);
  const int before = ::dup(STDIN_FILENO);
  ::dup2(ends[0], STDIN_FILENO);
  BOOST_REQUIRE_EQUAL(::write(ends[1], "one\ntwo\nthr", 11), 11);
  {
    leat::pipeline p; // ends because nobody listens any more
    auto first = p | leat::from_lines(std::cin) | leat::take(1) | leat::to_vector();
    leat::run(p);
    BOOST_CHECK((first.get() == lines{"one"}));
  }
  {
    leat::pipeline p; // ends because it is stopped
    p | leat::from_lines(std::cin) | leat::discard();
    leat::job job = leat::start(p);
    BOOST_CHECK(job.stop(10s).drained);
  }
  ::dup2(before, STDIN_FILENO);
  for (const int descriptor : {before, ends[0], ends[1]})
    ::close(descriptor);
}

BOOST_AUTO_TEST_SUITE_END()
