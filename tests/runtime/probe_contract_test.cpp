// SPDX-License-Identifier: BSD-3-Clause
// Feed, probe, let time run without input: nothing that came in before the probe comes out after
// its receipt, and the probe makes nothing come out early.
#include "probe_cases.hpp"
#include "process.hpp"
#include "tests/contract/checked.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

constexpr auto long_enough = 2h; // for fifty items a minute apart, and an hour of silence

/// What had come out at three moments; at the receipt: in a run with a probe.
struct course {
  std::optional<std::size_t> at_receipt;
  std::size_t at_close = 0;
  std::vector<shown> out;
};

course run(const probe_case& what, std::size_t n, const leat::testing::simulation_options& options,
           bool with_probe) {
  probe_trial t;
  auto [items, in] = t.p.input<int>();
  what.build(t, items);
  t.sim.emplace(t.p, options);
  course c;
  for (std::size_t i = 1; i <= n; ++i)
    in.push(static_cast<int>(i));
  if (with_probe)
    in.flush([&](const std::exception_ptr& error) {
      if (!error)
        c.at_receipt = t.out.size();
    });
  t.sim->advance(long_enough);
  c.at_close = t.out.size();
  in.close();
  t.after_close();
  t.sim->finish();
  c.out = std::move(t.out);
  return c;
}

/// What is wrong with it; "" if nothing is.
std::string judge(const probe_case& what, std::size_t n, const course& c) {
  if (!c.at_receipt)
    return "no receipt";
  if (what.what == held_back::in_a_loop) {
    if (*c.at_receipt < n)
      return "the receipt came before the first round";
  } else if (c.at_close != *c.at_receipt)
    return std::to_string(c.at_close - *c.at_receipt) + " came after the receipt";
  if (c.out.size() - c.at_close != what.stays(n))
    return std::to_string(c.out.size() - c.at_close) + " came after the close, not "
      + std::to_string(what.stays(n));
  if (n > 3 && c.out.empty())
    return "nothing came out at all";
  return {};
}

std::vector<shown> sorted(std::vector<shown> out, bool with_times) {
  if (!with_times)
    for (auto& s : out)
      s.at = {};
  std::ranges::sort(out);
  return out;
}

template <class F>
void for_all_schedules(F f) {
  for (const probe_case& what : probe_cases())
    for (const std::size_t n : {0U, 1U, 7U, 50U})
      for (unsigned seed = 0; seed < (sanitized ? 15U : 50U); ++seed)
        f(what, n, seed);
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string place(const probe_case& what, std::size_t n, unsigned seed,
                  const std::string& how) {
  return what.header + " " + what.name + ", " + std::to_string(n) + " items, seed "
    + std::to_string(seed) + how;
}

} // namespace

BOOST_AUTO_TEST_SUITE(probe_contract_test)

BOOST_AUTO_TEST_CASE(nothing_comes_after_the_receipt) {
  for_all_schedules([](const probe_case& what, std::size_t n, unsigned seed) {
    const bool fuse = seed % 2 == 0, late = seed % 4 < 2;
    const auto c = run(what, n,
                       {.seed = seed,
                        .fuse = fuse,
                        .delay_packets = late ? leat::duration(10s) : leat::duration::zero(),
                        .repeat_grants = late,
                        .delay_calls = 1min},
                       true);
    const std::string how = std::string(fuse ? ", fused" : ", not fused")
      + (late ? ", late packets: " : ": ");
    const std::string wrong = judge(what, n, c);
    CONTRACT_CHECK("receipt", what.header, wrong.empty(), place(what, n, seed, how) << wrong);
  });
}

BOOST_AUTO_TEST_CASE(a_probe_makes_nothing_come_out_early) {
  for_all_schedules([](const probe_case& what, std::size_t n, unsigned seed) {
    const leat::testing::simulation_options options{.seed = seed, .fuse = seed % 2 == 0};
    const auto with = run(what, n, options, true).out;
    const auto without = run(what, n, options, false).out;
    CONTRACT_CHECK("probe", what.header,
                   sorted(with, !what.seeded_times) == sorted(without, !what.seeded_times),
                   place(what, n, seed, ": the probe has changed what came out, or when"));
  });
}

BOOST_AUTO_TEST_CASE(sinks_have_all_at_the_receipt) {
  const std::string path =
    (std::filesystem::temp_directory_path() / "leat_probe_contract_test").string();
  for (unsigned seed = 0; seed < 20; ++seed) {
    leat::pipeline p;
    auto [items, in] = p.input<int>();
    std::vector<int> called, collected;
    std::ostringstream printed;
    items | leat::for_each([&](int x) { called.push_back(x); });
    items | leat::collect_into(collected);
    items | leat::to_stream(printed);
    items | leat::discard();
    items | leat::delay(1min) | leat::map([](int x) { return std::to_string(x); })
      | leat::to_text_file(path);
    leat::testing::simulation sim(p, {.seed = seed, .fuse = seed % 2 == 0, .delay_packets = 10s});
    bool received = false;
    in.push(1);
    in.push(2);
    in.flush([&](const std::exception_ptr&) {
      received = true;
      CONTRACT_CHECK("receipt", "for_each", (called == std::vector{1, 2}), "not called");
      CONTRACT_CHECK("receipt", "collect_into", (collected == std::vector{1, 2}), "not there");
      CONTRACT_CHECK("receipt", "to_stream", printed.str() == "1\n2\n", "not printed");
      CONTRACT_CHECK("receipt", "to_text_file", text_of(path) == "1\n2\n", "not written");
    });
    sim.advance(1h);
    BOOST_TEST(received);
    in.close();
    sim.finish();
  }
  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(no_operator_is_forgotten) {
  const std::set<std::string> sources{"empty", "failing", "from_coroutine", "from_directory",
                                      "from_generator", "from_lines", "from_periodic",
                                      "from_process", "from_range", "from_timer",
                                      "from_text_file", "from_values", "never"};
  const std::set<std::string> sinks{"collect_into", "discard", "for_each", "to_process",
                                    "to_stream",
                                    "to_text_file"}; // see the case above
  const std::set<std::string> parts{
    // what all operators or the hosts are made of
    "aggregation", "fused_run", "operator", "pass_through", "poured_range", "spec", "step",
    "line_source", "timer_source",
    // where an operator's work is done whose factory stands in map_async, partition, rate_limit,
    // timed_window, debounce and sample, split
    "async_operator", "keyed_rate_limit", "partition_operator", "timed_window_operator",
    "newest_operator", "split_operator"};
  std::set<std::string> known;
  for (const probe_case& what : probe_cases())
    known.insert(what.header);
  for (const auto* listed : {&sources, &sinks, &parts})
    known.insert(listed->begin(), listed->end());
  const std::regex makes_operators(
    R"(return spec\(|spec<\w+_recipe>|: public operator_base|struct \w+_step\b)");
  std::size_t looked_at = 0;
  for (const auto& file : std::filesystem::directory_iterator(OPERATOR_HEADERS)) {
    if (file.path().extension() != ".hpp")
      continue;
    ++looked_at;
    const std::string text = text_of(file.path());
    const std::string name = file.path().stem().string();
    BOOST_CHECK_MESSAGE(known.contains(name) || !std::regex_search(text, makes_operators),
                        name << ".hpp makes an operator that probe_cases.cpp does not know");
    known.erase(name);
  }
  BOOST_TEST(looked_at > 50U);
  for (const auto& name : known)
    BOOST_ERROR("there is no " << name << ".hpp any more");
}

BOOST_AUTO_TEST_SUITE_END()
