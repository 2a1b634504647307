// SPDX-License-Identifier: BSD-3-Clause
// What an operator keeps is kept by a sink as well.
#include "checked.hpp"
#include "tests/operators/folder.hpp"
#include "tests/property/watch.hpp"
#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <boost/test/unit_test.hpp>

#include <functional>
#include <future>
#include <memory>
#include <numeric>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace contract;
using leat::testing::simulation_options;
using ints = std::vector<int>;

namespace {

/// Says, when the job is over, what has come into the sink.
using reader = std::function<ints()>;

struct sink_case {
  std::string header;
  reader (*build)(leat::stream<int>, const folder&);
  bool last_only = false;
};

ints lines_of(const std::string& text) {
  std::istringstream in(text);
  ints lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(std::stoi(line));
  return lines;
}

std::string text_of(int x) { return std::to_string(x); }

std::vector<sink_case> sinks() {
  return {
    {"for_each",
     [](auto s, auto&) -> reader {
       auto seen = std::make_shared<ints>();
       std::move(s) | leat::for_each([seen](int x) { seen->push_back(x); });
       return [seen] { return *seen; };
     }},
    {"collect_into",
     [](auto s, auto&) -> reader {
       auto collected = std::make_shared<ints>();
       std::move(s) | leat::collect_into(*collected);
       return [collected] { return *collected; };
     }},
    {"to_vector",
     [](auto s, auto&) -> reader {
       auto future = std::make_shared<std::future<ints>>(std::move(s) | leat::to_vector());
       return [future] { return future->get(); };
     }},
    {"to_future",
     [](auto s, auto&) -> reader {
       auto future =
         std::make_shared<std::future<std::optional<int>>>(std::move(s) | leat::to_future());
       return [future] { return ints{future->get().value()}; };
     },
     true},
    {"discard",
     [](auto s, auto&) -> reader {
       auto passed = std::make_shared<ints>();
       std::move(s) | leat::tap([passed](int x) { passed->push_back(x); }) | leat::discard();
       return [passed] { return *passed; };
     }},
    {"to_stream",
     [](auto s, auto&) -> reader {
       auto text = std::make_shared<std::ostringstream>();
       std::move(s) | leat::to_stream(*text);
       return [text] { return lines_of(text->str()); };
     }},
    {"to_text_file",
     [](auto s, auto& in) -> reader {
       const std::string path = in.file("lines");
       std::move(s) | leat::map(text_of) | leat::to_text_file(path);
       return [path] { return lines_of(content(path)); };
     }},
    {"to_process",
     [](auto s, auto& in) -> reader {
       const std::string path = in.file("lines");
       std::move(s) | leat::map(text_of) | leat::to_process("cat > " + path);
       return [path] { return lines_of(content(path)); };
     }},
  };
}

ints numbers() {
  ints all(30);
  std::iota(all.begin(), all.end(), 1);
  return all;
}

ints fill(const sink_case& what, const std::function<void(leat::pipeline&)>& run) {
  const folder in;
  leat::pipeline p;
  const reader read = what.build(p | leat::from_range(numbers()), in);
  run(p);
  return read();
}

void must_have_all(const std::string& check, const sink_case& what, const ints& got,
                   const std::string& how) {
  CONTRACT_CHECK(check, what.header, got == (what.last_only ? ints{30} : numbers()),
                 what.header << " " << how << " has " << got.size() << " items, or others");
}

void simulate(const std::string& check, const sink_case& what, const simulation_options& options,
              const std::string& how) {
  const auto got =
    fill(what, [&](leat::pipeline& p) { leat::testing::simulation(p, options).finish(); });
  must_have_all(check, what, got, how);
}

} // namespace

BOOST_AUTO_TEST_SUITE(sinks_test)

BOOST_AUTO_TEST_CASE(chunks_fusing_and_schedules_change_nothing) {
  for (const auto& what : sinks())
    for (const bool fuse : {true, false}) {
      for (const std::size_t size : {1U, 2U, 7U, 1024U})
        simulate("chunks", what, {.seed = size, .fuse = fuse, .chunk_items = size},
                 "in chunks of " + std::to_string(size));
      for (unsigned seed = 1; seed <= 10; ++seed)
        simulate("schedule", what, {.seed = seed, .fuse = fuse},
                 "with seed " + std::to_string(seed));
      for (unsigned seed = 1; seed <= 4; ++seed)
        simulate("empty_chunks", what, {.seed = seed, .fuse = fuse, .empty_chunks = true},
                 "with chunks of nothing");
    }
}

BOOST_AUTO_TEST_CASE(actors_do_the_same) {
  for (const auto& what : sinks())
    for (const unsigned threads : {1U, 4U})
      for (const bool fuse : {true, false}) {
        leat::engine on{{.threads = threads, .fuse = fuse}};
        const auto got = fill(what, [&](leat::pipeline& p) { leat::run(p, on); });
        must_have_all("actors", what, got, "on " + std::to_string(threads) + " threads");
      }
}

BOOST_AUTO_TEST_CASE(no_edge_is_overdrawn_and_no_item_is_missing) {
  for (const auto& what : sinks())
    for (unsigned seed = 1; seed <= 4; ++seed) {
      std::size_t looked = 0;
      try {
        fill(what, [&](leat::pipeline& p) {
          leat::testing::simulation sim(p, {.seed = seed, .fuse = false, .chunk_items = 7});
          property::watch watch(sim, false);
          sim.after_each_step([&](std::optional<leat::node_id> node) {
            ++looked;
            if (node)
              watch.look(*node);
          });
          sim.finish();
          watch.look_at_end(true);
        });
        CONTRACT_CHECK("edges", what.header, looked > 5U, what.header << " was not watched");
      } catch (const property::violation& broken) {
        BOOST_ERROR(what.header << ": " << broken.what());
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
