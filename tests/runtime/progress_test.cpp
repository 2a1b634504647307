// SPDX-License-Identifier: BSD-3-Clause
// What people are shown of a job while it runs: the text, which knows no time, and the display.
#include "pipelines.hpp"
#include "process.hpp"
#include "runtime/progress_text.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <streambuf>
#include <thread>

namespace {

leat::node_metrics node(std::string name, std::uint64_t in, std::uint64_t out,
                        std::string state = "") {
  leat::node_metrics n;
  n.node = std::move(name);
  n.items_in = in;
  n.items_out = out;
  n.state = std::move(state);
  return n;
}

leat::edge_metrics edge(std::size_t from, std::size_t to, std::uint64_t in_flight) {
  leat::edge_metrics e;
  e.from_node = from;
  e.to_node = to;
  e.in_flight = in_flight;
  e.budget = leat::items(8);
  return e;
}

/// A source, two instances that drop and fail, and a sink: at its beginning, and two seconds later.
leat::metrics_snapshot at_first() {
  leat::metrics_snapshot m;
  m.nodes = {node("numbers", 0, 10), node("parse", 10, 10), node("parse", 0, 0),
             node("sink", 10, 0)};
  m.nodes[0].items_given = 10;
  m.nodes[2].instance = 1;
  return m;
}

leat::metrics_snapshot later() {
  auto m = at_first();
  m.nodes[0] = node("numbers", 0, 1'000, "waits for room at parse");
  m.nodes[0].items_given = 1'010;
  m.nodes[1] = node("parse", 500, 480);
  m.nodes[1].dropped["filter"] = 5;
  m.nodes[1].failed = {{"parse", 3}, {"check", 2}};
  m.nodes[1].items_held = 1;
  m.nodes[2] = node("parse", 480, 480, "does not answer");
  m.nodes[2].instance = 1;
  m.nodes[2].items_held = 2;
  m.nodes[3] = node("sink", 13, 0, "ended");
  m.edges = {edge(0, 1, 2), edge(0, 2, 8), edge(1, 3, 1), edge(2, 3, 0)};
  return m;
}

/// Counts the lines that another thread writes, and the pieces they come in.
class line_counter : public std::streambuf {
 public:
  [[nodiscard]] int lines() const { return lines_; }
  [[nodiscard]] int pieces() const { return pieces_; }
  /// Once nobody writes any more.
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::streamsize xsputn(const char* piece, std::streamsize n) override {
    text_.append(piece, static_cast<std::size_t>(n));
    ++pieces_;
    lines_ += static_cast<int>(std::count(piece, piece + n, '\n'));
    return n;
  }
  std::string text_;
  std::atomic<int> lines_ = 0, pieces_ = 0;
};

/// All the lines of a text.
std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> all;
  for (std::string line; std::getline(in, line);)
    all.push_back(std::move(line));
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(progress_test)

BOOST_AUTO_TEST_CASE(a_table_sums_instances_and_tells_rates) {
  BOOST_TEST("\n" + leat::progress_table(at_first(), later(), 2s, 110) == R"(
node     actors    in  in/s   out  out/s  held  dropped  failed   full  state
numbers       1  1010   500  1000    495                                waits for room at parse
parse         2   980   485   960    475     3        5       5  100 %  does not answer
sink          1    13   1.5                                       13 %  ended
)");
}

BOOST_AUTO_TEST_CASE(a_line_tells_the_same) {
  BOOST_TEST(leat::progress_line(at_first(), later(), 2s)
             == "numbers: 1010 in (500/s), 1000 out, waits for room at parse; "
                "parse: 980 in (485/s), 960 out, 3 held, 5 dropped, 5 failed, does not answer; "
                "sink: 13 in (1.5/s), ended");
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal) {
  BOOST_TEST("\n" + leat::progress_table(at_first(), later(), 2s, 20) == R"(
node    actors    i…
numbe…       1  101…
parse        2   98…
sink         1    1…
)");
  BOOST_TEST(leat::progress_table(at_first(), later(), 2s, 1) == "…\n…\n…\n…\n");
}

BOOST_AUTO_TEST_CASE(names_count_by_characters) {
  leat::metrics_snapshot m;
  m.nodes = {node("größer", 1, 0), node("a", 1, 0)};
  BOOST_TEST("\n" + leat::progress_table({}, m, 1s, 30) == R"(
node    actors  in  in/s  out…
größer       1   1   1.0
a            1   1   1.0
)");
  m.nodes = {node("größergroß", 1, 0)};
  BOOST_TEST(has(leat::progress_table({}, m, 1s, 15), "größ…  "));
}

BOOST_AUTO_TEST_CASE(no_table_is_higher_than_the_terminal) {
  BOOST_TEST("\n" + leat::progress_table(at_first(), later(), 2s, 60, 3) == R"(
node     actors    in  in/s   out  out/s  held  dropped  fa…
numbers       1  1010   500  1000    495                   …
and 2 more
)");
  BOOST_TEST(lines_of(leat::progress_table(at_first(), later(), 2s, 60, 4)).size() == 4u);
  BOOST_TEST(!has(leat::progress_table(at_first(), later(), 2s, 60, 4), "more"));
}

BOOST_AUTO_TEST_CASE(nothing_has_passed_in_no_time_and_nothing_goes_back) {
  BOOST_TEST(has(leat::progress_line(at_first(), later(), 0s), "numbers: 1010 in (0/s)"));
  BOOST_TEST(has(leat::progress_line(later(), at_first(), 1s), "numbers: 10 in (0/s)"));
  BOOST_TEST(has(leat::progress_line({}, later(), 1s), "numbers: 1010 in (1010/s)"));
  BOOST_TEST(leat::progress_line({}, {}, 1s).empty());
}

BOOST_AUTO_TEST_CASE(names_do_not_move_the_cursor) {
  leat::metrics_snapshot m;
  m.nodes = {node("a\x1b[2J\nb", 1, 0, "waits for a\rb")};
  BOOST_TEST(leat::progress_line({}, m, 1s) == "a?[2J?b: 1 in (1.0/s), waits for a?b");
}

BOOST_AUTO_TEST_CASE(lines_are_drawn_over_what_stood_there) {
  BOOST_TEST(leat::redrawn("a\nb\n", 0) == "a\x1b[K\nb\x1b[K\n\x1b[J");
  BOOST_TEST(leat::redrawn("a\n", 12) == "\r\x1b[12Aa\x1b[K\n\x1b[J");
}

BOOST_AUTO_TEST_CASE(the_last_line_has_the_final_numbers) {
  leat::pipeline p;
  p | leat::from_generator([n = 0]() mutable {
        return n < 1'000 ? std::optional(n++) : std::nullopt;
      }).named("numbers")
    | leat::discard().own_actor();
  leat::job job = leat::start(p);
  std::ostringstream out;
  {
    const auto shown = job.progress(out, {.interval = 1h});
    job.wait();
  }
  const auto lines = lines_of(out.str());
  BOOST_TEST_REQUIRE(lines.size() == 1u, out.str());
  BOOST_TEST(has(lines[0], " s, finished: numbers: 1000 in ("), lines[0]);
  BOOST_TEST(has(lines[0], ", 1000 out, ended; discard: 1000 in ("), lines[0]);
  BOOST_TEST(lines[0].ends_with("/s), ended"), lines[0]);
}

BOOST_AUTO_TEST_CASE(a_line_comes_with_each_interval) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p);
  line_counter counted;
  std::ostream out(&counted);
  {
    const auto shown = job.progress(out, {.interval = 1ms});
    wait_until(job, [&] { return counted.lines() >= 3; });
  }
  BOOST_TEST((job.state() == leat::job_state::running)); // the display alone has ended
  const auto lines = lines_of(counted.text());
  for (auto& line : lines)
    BOOST_TEST(has(line, " s, running: input: 0 in (0/s), 0 out"), line);
  BOOST_TEST(counted.pieces() == counted.lines()); // so nobody else's text can split one
  job.cancel();
  job.wait();
  BOOST_TEST(lines_of(counted.text()).size() == lines.size());
}

BOOST_AUTO_TEST_CASE(a_terminal_has_its_table_redrawn) {
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::for_each([](int) {});
  leat::job job = leat::start(p);
  line_counter counted;
  std::ostream out(&counted);
  {
    const auto shown =
      job.progress(out, {.interval = 1h, .terminal = leat::terminal::yes, .width = 50});
    wait_until(job, [&] { return counted.lines() >= 4; }); // there is one at once
    in.push_all(std::vector{1, 2, 3});
    in.close();
    job.wait();
  }
  const auto& text = counted.text();
  const auto second = text.find("\r\x1b[4A");
  BOOST_TEST_REQUIRE(second != std::string::npos, text);
  BOOST_TEST(has(text.substr(0, second), " s, running\x1b[K\nnode      actors  in "), text);
  BOOST_TEST(has(text.substr(second), " s, finished\x1b[K\nnode      actors  in "), text);
  BOOST_TEST(has(text.substr(second), "\nfor_each       1   3 "), text);
  BOOST_TEST(text.ends_with("\x1b[K\n\x1b[J"), text);
}

BOOST_AUTO_TEST_CASE(a_job_that_failed_is_told_so_and_still_throws) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::for_each([](int) { throw std::runtime_error("broken"); });
  leat::job job = leat::start(p);
  std::ostringstream out;
  {
    const auto shown = job.progress(out, {.interval = 1h});
    BOOST_CHECK_THROW(job.wait(), leat::job_failed);
  }
  BOOST_TEST(has(out.str(), " s, failed: from_values | for_each: "), out.str());
}

BOOST_AUTO_TEST_CASE(a_display_may_outlive_its_job) {
  std::ostringstream out;
  {
    std::optional<leat::progress_display> shown;
    {
      leat::pipeline p;
      p | endless() | leat::for_each([](int) {});
      leat::job job = leat::start(p);
      shown = job.progress(out, {.interval = 1h});
    }
  }
  BOOST_TEST(has(out.str(), " s, cancelled: "), out.str());
}

BOOST_AUTO_TEST_CASE(no_thread_is_left) {
  leat::engine e;
  leat::pipeline p;
  auto [numbers, in] = p.input<int>();
  numbers | leat::discard();
  leat::job job = leat::start(p, e);
  in.push(1);
  in.flush().get();
  const auto before = process::now().threads;
  std::ostringstream out;
  {
    const auto one = job.progress(out, {.interval = 1h});
    std::ostringstream other;
    const auto two = job.progress(other, {.interval = 1h});
  }
  while (process::now().threads > before) // one that was joined is seen for a moment
    std::this_thread::yield();
}

BOOST_AUTO_TEST_CASE(an_interval_of_nothing_is_refused) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::discard();
  leat::job job = leat::start(p);
  BOOST_CHECK_THROW(static_cast<void>(job.progress(std::cerr, {.interval = 0s})),
                    std::invalid_argument);
  job.wait();
}

BOOST_AUTO_TEST_SUITE_END()
