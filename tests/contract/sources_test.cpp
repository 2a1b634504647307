// SPDX-License-Identifier: BSD-3-Clause
// What an operator keeps is kept by a source as well.
#include "checked.hpp"
#include "feed.hpp"
#include "tests/operators/folder.hpp"
#include "tests/operators/lone_host.hpp"
#include "tests/property/watch.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using namespace contract;
using namespace std::chrono_literals;
using leat::testing::simulation_options;
using ints = std::vector<int>;

namespace {

/// What the sources read.
struct surroundings {
  folder in;
  std::istringstream text{"1\n2\n3\n4\n5\n"};
  surroundings() {
    write(in.file("numbers"), text.str());
    std::filesystem::create_directory(in.path / "files");
    for (const int x : {3, 1, 2})
      write(in.file("files/" + std::to_string(x)), "");
  }
};

struct source_case {
  std::string header;
  ints expected;
  leat::stream<int> (*build)(probe_trial&, surroundings&);
};

leat::generator<int> counted() {
  for (int x = 1; x <= 5; ++x)
    co_yield x;
}

int number(const std::string& line) { return std::stoi(line); }
int number_of_file(const std::string& path) { return path.back() - '0'; }

auto up_to_five() {
  return [x = 0]() mutable { return x < 5 ? std::optional(++x) : std::nullopt; };
}
auto next_number() {
  return [x = 0]() mutable { return ++x; };
}

leat::stream<int> pushed(probe_trial& t, surroundings&) {
  auto [items, in] = t.p.input<int>();
  t.after_close = [in = in] {
    for (int x = 1; x <= 5; ++x)
      if (!in.push(x))
        break;
    in.close();
  };
  return items;
}

/// Waits of a millisecond: what comes of them on actors does not depend on how long they are.
std::vector<source_case> sources() {
  const ints five{1, 2, 3, 4, 5};
  return {
    {"from_range", five,
     [](auto& t, auto&) -> leat::stream<int> {
       return t.p | leat::from_range(ints{1, 2, 3, 4, 5});
     }},
    {"from_values", five,
     [](auto& t, auto&) -> leat::stream<int> { return t.p | leat::from_values(1, 2, 3, 4, 5); }},
    {"from_generator", five,
     [](auto& t, auto&) -> leat::stream<int> {
       return t.p | leat::from_generator(up_to_five());
     }},
    {"from_coroutine", five,
     [](auto& t, auto&) -> leat::stream<int> { return t.p | leat::from_coroutine(&counted); }},
    {"from_periodic", five,
     [](auto& t, auto&) -> leat::stream<int> {
       return t.p | leat::from_periodic(1ms, next_number()) | leat::take(5);
     }},
    {"from_timer", ints{1},
     [](auto& t, auto&) -> leat::stream<int> {
       return t.p | leat::from_timer(1ms) | leat::map([](leat::timestamp) { return 1; });
     }},
    {"from_text_file", five,
     [](auto& t, auto& s) -> leat::stream<int> {
       return t.p | leat::from_text_file(s.in.file("numbers")) | leat::map(number);
     }},
    {"from_lines", five,
     [](auto& t, auto& s) -> leat::stream<int> {
       return t.p | leat::from_lines(s.text) | leat::map(number);
     }},
    {"from_directory", ints{1, 2, 3},
     [](auto& t, auto& s) -> leat::stream<int> {
       return t.p | leat::from_directory(s.in.file("files"), 1ms) | leat::take(3)
         | leat::map(number_of_file);
     }},
    {"from_process", five,
     [](auto& t, auto&) -> leat::stream<int> {
       return t.p | leat::from_process("for x in 1 2 3 4 5; do echo $x; done")
         | leat::map(number);
     }},
    {"empty", {}, [](auto& t, auto&) -> leat::stream<int> { return t.p | leat::empty<int>(); }},
    {"input", five, pushed},
  };
}

struct given {
  ints items;
  std::size_t ends = 0;
  bool items_after_end = false;
};

ints items_in(const probe_trial& t) {
  ints items;
  for (const auto& s : t.out)
    items.insert(items.end(), s.numbers.begin(), s.numbers.end());
  return items;
}

template <class Run>
given give(const source_case& what, const Run& run, std::optional<std::size_t> most = {}) {
  surroundings s;
  probe_trial t;
  t.most = most;
  t.show(what.build(t, s));
  run(t);
  return {items_in(t), t.ends, t.items_after_end};
}

given simulate(const source_case& what, const simulation_options& options,
               std::optional<std::size_t> most = {}) {
  const auto run = [&](probe_trial& t) {
    t.sim.emplace(t.p, options);
    t.after_close();
    t.sim->finish();
  };
  return give(what, run, most);
}

std::string listed(const ints& items) {
  std::string text;
  for (const int x : items)
    text += " " + std::to_string(x);
  return text;
}

void must_be(const std::string& check, const source_case& what, const given& got,
             const std::string& how) {
  CONTRACT_CHECK(check, what.header, got.items == what.expected,
                 what.header << " " << how << " gives" << listed(got.items));
}

std::string failure_of(const auto& run) {
  leat::pipeline p;
  p | leat::failing<int>(std::runtime_error("no data")) | leat::discard();
  try {
    run(p);
  } catch (const leat::job_failed& e) {
    return e.failures().at(0).what;
  }
  return "no failure";
}

/// What a head of a run pushes into.
struct row {
  ints items;
  void push(int x) { items.push_back(x); }
  [[nodiscard]] static bool halted() { return false; }
  template <class F>
  auto attempt(F&& f) {
    return std::make_optional(f());
  }
};

/// Heads of runs give all that they have in one moment, so nobody could save them in between.
template <class Make>
void must_go_on(const std::string& header, const Make& make) {
  for (std::size_t given = 0; given <= 5; ++given) {
    auto first = make();
    auto second = make();
    row out;
    first.give(given, out);
    hand_over(first, second);
    while (second.give(2, out)) {
    }
    CONTRACT_CHECK("saved", header, (out.items == ints{1, 2, 3, 4, 5}),
                   header << " saved after " << given << " items gives" << listed(out.items));
  }
}

template <class Make>
void must_read_on(const std::string& header, const std::vector<std::string>& expected,
                  const Make& make) {
  for (std::size_t given = 0; given <= expected.size(); ++given) {
    lone_host<std::string> host;
    auto first = make();
    auto second = make();
    first->start(host);
    static_cast<void>(first->give(given, host));
    auto out = host.taken();
    hand_over(*first, *second);
    second->start(host);
    static_cast<void>(second->give(10, host));
    std::ranges::move(host.taken(), std::back_inserter(out));
    CONTRACT_CHECK("saved", header, out == expected,
                   header << " saved after " << given << " items gives " << out.size());
  }
}

/// A source that waits is saved while it does.
template <class Build>
void must_keep_times(const std::string& header, const Build& build) {
  const auto run = [&](const simulation_options& options, const auto& then) {
    probe_trial t;
    t.show(build(t.p));
    t.sim.emplace(t.p, options);
    then(*t.sim);
    return std::move(t.out);
  };
  const auto finish = [](auto& sim) { sim.finish(); };
  const auto all = run({}, finish);
  BOOST_TEST(!all.empty());
  for (auto after = 0ms; after < 4s; after += 250ms) {
    simulation_options options;
    bool over = false;
    auto out = run({}, [&](auto& sim) {
      sim.advance(after);
      over = sim.finished();
      options.restore = sim.save();
      options.begins_at = sim.now().time_since_epoch();
    });
    if (!over)
      std::ranges::move(run(options, finish), std::back_inserter(out));
    CONTRACT_CHECK("saved", header, out == all,
                   header << " saved after " << after.count() << " ms gives " << text_of(out)
                          << " and not " << text_of(all));
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(sources_test)

BOOST_AUTO_TEST_CASE(chunks_fusing_and_schedules_change_nothing) {
  for (const auto& what : sources())
    for (const bool fuse : {true, false}) {
      for (const std::size_t size : {1U, 2U, 7U, 1024U})
        must_be("chunks", what,
                simulate(what, {.seed = size, .fuse = fuse, .chunk_items = size}),
                "in chunks of " + std::to_string(size));
      for (unsigned seed = 1; seed <= 10; ++seed)
        must_be("schedule", what, simulate(what, {.seed = seed, .fuse = fuse}),
                "with seed " + std::to_string(seed));
    }
}

BOOST_AUTO_TEST_CASE(actors_give_the_same) {
  for (const auto& what : sources())
    for (const unsigned threads : {1U, 4U})
      for (const bool fuse : {true, false}) {
        leat::engine on{{.threads = threads, .fuse = fuse}};
        const auto got = give(what, [&](probe_trial& t) {
          leat::job j = leat::start(t.p, on);
          t.after_close();
          j.wait();
        });
        must_be("actors", what, got, "on " + std::to_string(threads) + " threads");
        BOOST_TEST(got.ends == 1U);
      }
}

BOOST_AUTO_TEST_CASE(the_end_comes_once_and_last) {
  for (const auto& what : sources())
    for (unsigned seed = 1; seed <= 4; ++seed) {
      const auto got = simulate(what, {.seed = seed, .fuse = seed % 2 == 0});
      CONTRACT_CHECK("end", what.header, got.ends == 1 && !got.items_after_end,
                     what.header << " ends " << got.ends << " times, or goes on");
    }
}

BOOST_AUTO_TEST_CASE(no_edge_is_overdrawn_and_no_item_is_missing) {
  for (const auto& what : sources())
    for (unsigned seed = 1; seed <= 4; ++seed) {
      std::size_t looked = 0;
      const auto run = [&](probe_trial& t) {
        t.sim.emplace(t.p, simulation_options{.seed = seed, .fuse = false, .chunk_items = 2});
        property::watch watch(*t.sim, false);
        t.sim->after_each_step([&](std::optional<leat::node_id> node) {
          ++looked;
          if (node)
            watch.look(*node);
        });
        t.after_close();
        t.sim->finish();
        watch.look_at_end(true);
      };
      try {
        give(what, run);
        CONTRACT_CHECK("edges", what.header, looked > 3U, what.header << " was not watched");
      } catch (const property::violation& broken) {
        BOOST_ERROR(what.header << ": " << broken.what());
      }
    }
}

BOOST_AUTO_TEST_CASE(a_cancelled_source_gives_what_it_gives_and_ends) {
  for (const auto& what : sources())
    for (std::size_t most = 1; most <= what.expected.size(); ++most)
      for (const bool fuse : {true, false}) {
        const auto got =
          simulate(what, {.seed = most, .fuse = fuse, .chunk_items = 1 + most % 3}, most);
        const ints begin(what.expected.begin(),
                         what.expected.begin() + static_cast<std::ptrdiff_t>(most));
        CONTRACT_CHECK("cancel", what.header, got.items == begin,
                       what.header << ", cancelled after " << most << ", gives"
                                   << listed(got.items));
      }
}

BOOST_AUTO_TEST_CASE(a_loaded_source_goes_on_where_the_saved_one_was) {
  must_go_on("from_range", [] { return leat::range_source(ints{1, 2, 3, 4, 5}); });
  must_go_on("from_values", [] { return leat::from_values(1, 2, 3, 4, 5).recipe.bind(); });
  must_go_on("from_generator", [] { return leat::from_generator(up_to_five()).recipe.bind(); });
  must_go_on("from_coroutine", [] { return leat::from_coroutine(&counted).recipe.bind(); });
  const surroundings s;
  must_read_on("from_text_file", {"1", "2", "3", "4", "5"}, [&] {
    return leat::from_text_file_recipe::make(s.in.file("numbers"), {});
  });
  must_read_on("from_directory",
               {s.in.file("files/1"), s.in.file("files/2"), s.in.file("files/3")}, [&] {
                 return leat::from_directory_recipe::make(s.in.file("files"), 1s);
               });
}

BOOST_AUTO_TEST_CASE(a_loaded_source_keeps_its_times) {
  must_keep_times("from_periodic", [](leat::pipeline& p) {
    return p | leat::from_periodic(1s, [] { return 1; }) | leat::take(5);
  });
  must_keep_times("from_timer", [](leat::pipeline& p) {
    return p | leat::from_timer(2s) | leat::map([](leat::timestamp) { return 1; });
  });
}

BOOST_AUTO_TEST_CASE(a_failing_one_fails_wherever_it_runs) {
  for (const bool fuse : {true, false}) {
    for (const std::size_t size : {1U, 2U, 7U, 1024U}) {
      const auto told = failure_of([&](auto& p) {
        leat::testing::simulation(p, {.fuse = fuse, .chunk_items = size}).finish();
      });
      CONTRACT_CHECK("chunks", "failing", told == "no data", told);
    }
    for (unsigned seed = 1; seed <= 10; ++seed) {
      const auto told = failure_of([&](auto& p) {
        leat::testing::simulation(p, {.seed = seed, .fuse = fuse}).finish();
      });
      CONTRACT_CHECK("schedule", "failing", told == "no data", told);
    }
    for (const unsigned threads : {1U, 4U}) {
      const auto told = failure_of([&](auto& p) {
        leat::engine on{{.threads = threads, .fuse = fuse}};
        leat::run(p, on);
      });
      CONTRACT_CHECK("actors", "failing", told == "no data", told);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
