// SPDX-License-Identifier: BSD-3-Clause
// Pictures of pipelines and jobs, as text and as files.
#include "pipelines.hpp"
#include "runtime/picture.hpp"
#include <leat/simulation.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace {

/// The environment variable, until the end of the scope.
class with_variable {
 public:
  with_variable(const char* name, const char* value) : name_(name) {
    if (const char* old = std::getenv(name))
      before_ = old;
    ::setenv(name, value, 1);
  }
  with_variable(const with_variable&) = delete;
  with_variable& operator=(const with_variable&) = delete;
  ~with_variable() {
    if (before_)
      ::setenv(name_, before_->c_str(), 1);
    else
      ::unsetenv(name_);
  }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

/// The name of a file that is gone with the test.
struct svg_file {
  std::string path = std::filesystem::temp_directory_path()
    / ("leat-picture-" + std::to_string(::getpid()) + ".svg");
  svg_file() = default;
  svg_file(const svg_file&) = delete;
  svg_file& operator=(const svg_file&) = delete;
  ~svg_file() { std::filesystem::remove(path); }
  [[nodiscard]] std::string text() const {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
  }
};

bool dot_is_there() {
  leat::pipeline p;
  const svg_file file;
  try {
    p.to_svg(file.path);
  } catch (const std::runtime_error&) {
    return false;
  }
  return true;
}

bool odd(int x) { return x % 2 != 0; }

int fail(int) { throw std::runtime_error("broken"); }

} // namespace

BOOST_AUTO_TEST_SUITE(pictures_test)

BOOST_AUTO_TEST_CASE(fused_operators_stand_in_a_frame) {
  leat::pipeline p;
  p | leat::from_values(1, 2) | leat::filter(odd).named("odd ones") | leat::discard().own_actor();
  BOOST_TEST(p.to_mermaid() == R"(flowchart LR
  subgraph n0["one actor"]
  n0_0["from_values"]
  n0_1["odd ones"]
  n0_0 --> n0_1
  end
  n1_0["discard"]
  n0_1 --> n1_0
)");
  BOOST_TEST(p.to_dot() == R"(digraph pipeline {
  rankdir=LR; fontname="sans-serif";
  node [shape=box, fontname="sans-serif"]; edge [fontname="sans-serif"];
  subgraph cluster_0 {
  label="one actor";
  n0_0 [label="from_values"];
  n0_1 [label="odd ones"];
  n0_0 -> n0_1 [label=""];
  }
  n1_0 [label="discard"];
  n0_1 -> n1_0 [label=""];
}
)");
}

BOOST_AUTO_TEST_CASE(without_fusing_each_operator_stands_alone) {
  leat::pipeline p;
  p | leat::from_values(1, 2) | leat::filter(odd) | leat::discard();
  const std::string apart = R"(flowchart LR
  n0_0["from_values"]
  n1_0["filter"]
  n2_0["discard"]
  n0_0 --> n1_0
  n1_0 --> n2_0
)";
  BOOST_TEST(leat::to_mermaid(leat::picture_of(*p.graph(), false)) == apart);
  const with_variable off("LEAT_FUSE", "off");
  BOOST_TEST(p.to_mermaid() == apart);
}

BOOST_AUTO_TEST_CASE(instances_threads_and_inputs_are_told) {
  leat::pipeline p;
  leat::stream<int> numbers = p | leat::from_values(1, 2);
  auto slow = numbers | leat::map([](int x) { return x; }).named("slow").blocking();
  auto many = numbers | leat::map([](int x) { return x; }).named("many").parallel(3).ordered();
  leat::zip(slow, many) | leat::discard();
  BOOST_TEST(p.to_mermaid() == R"(flowchart LR
  n0_0["from_values"]
  n1_0["slow<br/>a thread of its own"]
  n2_0["many<br/>3 actors, in order"]
  n3_0["zip"]
  n4_0["discard"]
  n5_0["gather many"]
  n6_0["deal from_values"]
  n0_0 --> n1_0
  n0_0 --> n6_0
  n1_0 -->|"input 1"| n3_0
  n2_0 --> n5_0
  n3_0 --> n4_0
  n5_0 -->|"input 2"| n3_0
  n6_0 --> n2_0
)");
}

BOOST_AUTO_TEST_CASE(the_way_back_of_a_loop_is_dashed) {
  leat::pipeline p;
  auto [again, back] = p.loop<int>();
  leat::merge(p | leat::from_values(10), again)
    | leat::map([](int x) { return x - 1; }).named("less")
    | leat::take_while([](int x) { return x > 0; }) | back;
  BOOST_TEST(has(p.to_mermaid(), "n0_0{{\"loop\"}}\n"), p.to_mermaid());
  BOOST_TEST(has(p.to_mermaid(), "n2_2 -.-> n0_0\n"), p.to_mermaid());
  BOOST_TEST(has(p.to_dot(), "n0_0 [label=\"loop\", shape=hexagon];\n"), p.to_dot());
  BOOST_TEST(has(p.to_dot(), "n2_2 -> n0_0 [label=\"\", style=dashed];\n"), p.to_dot());
}

BOOST_AUTO_TEST_CASE(dead_letters_leave_the_operator_that_fails) {
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<int>();
  p | leat::from_values(1, 2) | leat::filter(odd) | leat::map(fail).on_error(box)
    | leat::map([](int x) { return x; }).named("after") | leat::discard();
  letters | leat::discard();
  BOOST_TEST(has(p.to_mermaid(), "n0_0[/\"dead_letters\"/]\n"), p.to_mermaid());
  BOOST_TEST(has(p.to_mermaid(), "n1_2[\"map\"]\n"), p.to_mermaid());
  BOOST_TEST(has(p.to_mermaid(), "n1_2 -->|\"dead letters\"| n0_0\n"), p.to_mermaid());
  BOOST_TEST(has(p.to_dot(), "n0_0 [label=\"dead_letters\", shape=note];\n"), p.to_dot());
  BOOST_TEST(has(p.to_dot(), "n1_2 -> n0_0 [label=\"dead letters\"];\n"), p.to_dot());
}

BOOST_AUTO_TEST_CASE(names_mean_nothing_to_the_languages) {
  leat::pipeline p;
  p | leat::from_values(1)
    | leat::discard().own_actor().named("say \"a\\n<b>&lt;\"\n#1; %%{x}%% `c` é\t$");
  BOOST_TEST(has(p.to_mermaid(),
                 "n1_0[\"say #34;a#92;n#60;b#62;#38;lt;#34;<br/>#35;1; #37;#37;#123;x#125;#37;#37; "
                 "#96;c#96; é #36;\"]\n"),
             p.to_mermaid());
  BOOST_TEST(has(p.to_dot(),
                 R"(n1_0 [label="say \"a\\n&lt;b&gt;&amp;lt;\"\n#1; %%{x}%% `c` é $"];)"),
             p.to_dot());
}

BOOST_AUTO_TEST_CASE(a_pipeline_with_faults_is_drawn_with_them) {
  leat::pipeline p;
  leat::stream<int> unread = p | leat::from_values(1) | leat::map([](int x) { return x; });
  auto [again, back] = p.loop<int>();
  again | leat::fold(0, std::plus()) | back;
  const auto text = p.to_mermaid();
  BOOST_TEST(has(text, "[\"the pipeline cannot run<br/>nobody reads the stream that 'map' gives"),
             text);
  BOOST_TEST(has(text, "speaks only at its end"), text);
  BOOST_TEST(has(text, "  style n3_0 stroke:#c00,color:#c00\n"), text);
  BOOST_TEST(has(p.to_dot(), ", color=red, fontcolor=red];\n"), p.to_dot());
}

BOOST_AUTO_TEST_CASE(an_empty_pipeline_is_an_empty_picture) {
  BOOST_TEST(leat::pipeline().to_mermaid() == "flowchart LR\n");
}

BOOST_AUTO_TEST_CASE(drawing_changes_nothing) {
  leat::pipeline p;
  auto numbers = p | leat::from_values(1, 2, 3) | leat::filter(odd) | leat::to_vector();
  const auto before = p.to_mermaid();
  BOOST_TEST(p.to_mermaid() == before);
  leat::run(p);
  BOOST_TEST(numbers.get() == (std::vector{1, 3}), boost::test_tools::per_element());
  BOOST_TEST(p.to_mermaid() == before);
}

BOOST_AUTO_TEST_CASE(what_was_counted_stands_beside_nodes_and_edges) {
  leat::pipeline p;
  p | leat::from_values(1, 2, 3, 4, 5) | leat::filter(odd).own_actor()
    | leat::map(fail).on_error(leat::skip_item()).parallel(2).named("broken") | leat::discard();
  auto drawn = leat::picture_of(*p.graph(), true);
  leat::testing::simulation sim(p);
  sim.finish();
  leat::add_numbers(drawn, sim.metrics());
  BOOST_TEST(leat::to_mermaid(drawn) == R"(flowchart LR
  n0_0["from_values<br/>5 made, 5 out"]
  n1_0["filter<br/>5 in, 3 out<br/>dropped: filter 2"]
  n2_0["broken<br/>2 actors<br/>3 in, 0 out<br/>failed: broken 3"]
  n3_0["discard<br/>0 in"]
  n0_0 -->|"5 items"| n1_0
  n1_0 -->|"3 items"| n2_0
  n2_0 -->|"0 items"| n3_0
)");
}

BOOST_AUTO_TEST_CASE(what_is_under_way_is_told) {
  leat::pipeline p;
  auto [fast, in] = p.input<int>();
  auto [none, never] = p.input<int>();
  leat::zip(fast | leat::delay(1s), none).budget(leat::items(4)) | leat::discard();
  auto drawn = leat::picture_of(*p.graph(), true);
  leat::testing::simulation sim(p);
  in.push_all(std::vector{1, 2, 3});
  sim.settle();
  auto held = drawn;
  leat::add_numbers(held, sim.metrics());
  BOOST_TEST(has(leat::to_mermaid(held), "n2_0[\"delay<br/>3 in, 0 out<br/>3 held\"]\n"),
             leat::to_mermaid(held));
  sim.advance(1s);
  leat::add_numbers(drawn, sim.metrics());
  BOOST_TEST(
    has(leat::to_mermaid(drawn), "n2_0 -->|\"input 1<br/>3 items<br/>3 of 4 in flight\"| n3_0\n"),
    leat::to_mermaid(drawn));
  in.close();
  never.close();
  sim.finish();
  const auto end = sim.metrics(); // a sender that has ended knows what its receiver used
  for (auto& edge : end.edges)
    BOOST_TEST(edge.in_flight == 0u, edge.from << " to " << edge.to);
}

BOOST_AUTO_TEST_CASE(nothing_is_under_way_to_one_that_has_ended) {
  leat::pipeline p;
  p | endless() | leat::take(2).own_actor() | leat::discard();
  leat::testing::simulation sim(p);
  sim.finish();
  const auto end = sim.metrics();
  BOOST_TEST(end.edges[0].in_flight == 0u);
  BOOST_TEST(end.edges[0].items > 2u);
}

BOOST_AUTO_TEST_CASE(a_job_draws_what_it_has_counted) {
  leat::pipeline p;
  p | leat::from_values(1, 2, 3) | leat::discard().own_actor();
  leat::engine apart{{.fuse = false}};
  leat::job job = leat::start(p, apart);
  job.wait();
  BOOST_TEST(job.to_mermaid() == R"(flowchart LR
  n0_0["from_values<br/>3 made, 3 out"]
  n1_0["discard<br/>3 in"]
  n0_0 -->|"3 items"| n1_0
)");
  BOOST_TEST(has(job.to_dot(), "n0_0 -> n1_0 [label=\"3 items\"];\n"), job.to_dot());
}

BOOST_AUTO_TEST_CASE(a_missing_program_is_named_with_its_remedy) {
  leat::pipeline p;
  p | leat::from_values(1) | leat::discard();
  const with_variable nowhere("PATH", "/no/such/folder");
  const auto text = message_of<std::runtime_error>([&] { p.to_svg("never.svg"); });
  BOOST_TEST(text == "leat: to_svg needs Graphviz's program 'dot', which is not installed; install "
                     "graphviz, or use to_dot() or to_mermaid()");
}

BOOST_AUTO_TEST_CASE(graphviz_reads_what_is_written, *boost::unit_test::precondition([](auto) {
                       return boost::test_tools::assertion_result(dot_is_there());
                     })) {
  leat::pipeline p;
  auto [letters, box] = p.dead_letters<int>();
  auto [again, back] = p.loop<int>();
  letters | leat::discard();
  leat::merge(p | leat::from_values(3), again)
    | leat::map([](int x) { return x - 1; }).on_error(box).named("a \"b\\\" <c>\n&amp;")
    | leat::take_while([](int x) { return x > 0; }) | back;
  const svg_file file;
  p.to_svg(file.path);
  BOOST_TEST(has(file.text(), "</svg>"));
  BOOST_TEST(has(file.text(), ">a &quot;b\\&quot; &lt;c&gt;</text>"), file.text());
  BOOST_TEST(has(file.text(), ">&amp;amp;</text>"), file.text());
  BOOST_TEST(has(file.text(), "stroke-dasharray"), file.text());

  leat::job job = leat::start(p);
  job.wait();
  job.to_svg(file.path);
  BOOST_TEST(has(file.text(), "1 made, 1 out"), file.text());

  const auto text = message_of<std::runtime_error>([&] { job.to_svg("/no/such/folder/a.svg"); });
  BOOST_TEST(has(text, "'dot' could not write '/no/such/folder/a.svg'"), text);
  BOOST_CHECK_THROW(job.to_svg(""), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
