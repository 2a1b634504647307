// SPDX-License-Identifier: BSD-3-Clause
#include "runs.hpp"

#include <leat/leat.hpp>
#include <leat/testing.hpp>

#include <array>
#include <chrono>
#include <future>
#include <memory>
#include <sstream>
#include <utility>

namespace random_pipelines {

using namespace std::chrono_literals;

namespace {

constexpr auto most_time = 60s; // of a run on actors

leat::generator<int> one_by_one(std::vector<int> items) {
  for (int x : items)
    co_yield x;
}

/// A pipeline as it runs, once.
class running {
 public:
  explicit running(const random_pipeline& p) : what_(p) {
    ints now = begin();
    for (const auto& used : p.steps)
      now = all_steps()[used.which].build({pipeline_, std::move(now), used.with});
    if (p.in_virtual_time)
      end_with_times(std::move(now));
    else
      end(std::move(now));
  }

  /// To be called once the job has ended.
  [[nodiscard]] flow result() {
    if (values_.valid())
      plain_ = values_.get();
    std::istringstream lines(written_.str());
    for (int x = 0; lines >> x;)
      plain_.push_back(x);
    for (int x : plain_)
      result_.items.push_back({{}, x});
    return std::move(result_);
  }

  leat::pipeline& pipeline() { return pipeline_; }
  std::optional<leat::input<int>>& in() { return in_; }

 private:
  ints begin() {
    const auto values = values_of(what_.input);
    switch (what_.from) {
    case source::range:
      return pipeline_ | leat::from_range(values);
    case source::generator:
      return pipeline_ | leat::from_generator([values, i = std::size_t(0)]() mutable {
               return i < values.size() ? std::optional(values[i++]) : std::nullopt;
             });
    case source::coroutine:
      return pipeline_ | leat::from_coroutine(one_by_one(values));
    case source::lines:
      for (int x : values)
        read_ << x << '\n';
      return pipeline_ | leat::from_lines(read_)
        | leat::map([](const std::string& line) { return std::stoi(line); });
    default: {
      auto [items, in] = pipeline_.input<int>();
      in_ = std::move(in);
      return std::move(items);
    }
    }
  }

  void end(ints last) {
    switch (what_.to) {
    case sink::collect_into:
      std::move(last) | leat::collect_into(plain_);
      return;
    case sink::to_vector:
      values_ = std::move(last) | leat::to_vector();
      return;
    case sink::for_each:
      std::move(last) | leat::for_each([this](int x) { plain_.push_back(x); });
      return;
    default:
      std::move(last) | leat::to_stream(written_);
    }
  }

  void end_with_times(ints last) {
    std::move(last) | leat::with_time() | leat::for_each([this](leat::timestamp at, int x) {
      result_.items.push_back({at.time_since_epoch(), x});
    });
  }

  const random_pipeline& what_;
  leat::pipeline pipeline_;
  std::optional<leat::input<int>> in_;
  std::stringstream read_;
  std::ostringstream written_;
  std::future<std::vector<int>> values_;
  std::vector<int> plain_;
  flow result_;
};

/// The result as the interpreter gives it: where time is the wall's, without it.
flow expected_of(const random_pipeline& p) {
  flow expected = interpret(p);
  if (!p.in_virtual_time)
    for (auto& t : expected.items)
      t.at = {};
  return expected;
}

std::optional<std::string> compare(const random_pipeline& p, flow expected, flow got) {
  got.ordered = expected.ordered;
  got.end = expected.end; // it is not seen
  auto as_told = got;
  if (!expected.ordered) {
    std::sort(expected.items.begin(), expected.items.end());
    std::sort(got.items.begin(), got.items.end());
  }
  if (got.items == expected.items)
    return std::nullopt;
  return "gives     " + to_text(p, as_told) + "should be " + to_text(p, expected);
}

/// Pushes the items at their times.
void feed(leat::testing::simulation& job, const random_pipeline& p, const leat::input<int>& in) {
  for (const auto& t : p.input.items) {
    if (const auto wait = t.at - job.now().time_since_epoch(); wait > duration::zero())
      job.advance(wait);
    in.push(t.value);
  }
  if (const auto wait = p.input.end - job.now().time_since_epoch(); wait > duration::zero())
    job.advance(wait);
  in.close();
}

/// Half of the seeds fused; chunks of different sizes, empty ones, grants that come again, and,
/// where times don't matter, packets that are late.
leat::testing::simulation_options schedule(std::uint64_t seed, bool in_virtual_time) {
  static constexpr std::array<std::size_t, 5> chunks{1024, 1, 2, 7, 1024};
  return {.seed = seed,
          .fuse = seed % 2 == 0,
          .delay_packets = in_virtual_time || seed % 3 != 0 ? 0ms : 1ms,
          .chunk_items = chunks[seed / 2 % chunks.size()],
          .empty_chunks = seed % 4 == 1,
          .repeat_grants = seed % 5 == 3};
}

std::optional<std::string> run_simulated(const random_pipeline& p, const flow& expected,
                                         std::uint64_t seed) {
  running r(p);
  try {
    leat::testing::simulation job(r.pipeline(), schedule(seed, p.in_virtual_time));
    if (r.in())
      feed(job, p, *r.in());
    job.finish();
  } catch (const std::exception& e) {
    return std::string("fails: ") + e.what() + '\n';
  }
  return compare(p, expected, r.result());
}

std::optional<std::string> run_on(leat::engine& engine, const random_pipeline& p,
                                  const flow& expected) {
  running r(p);
  try {
    auto job = leat::start(r.pipeline(), engine);
    if (r.in()) {
      r.in()->push_all(values_of(p.input));
      r.in()->close();
    }
    if (!job.wait_for(most_time))
      return "does not end: " + job.diagnose() + '\n';
  } catch (const std::exception& e) {
    return std::string("fails: ") + e.what() + '\n';
  }
  return compare(p, expected, r.result());
}

} // namespace

struct actors::one {
  std::string name;
  leat::engine engine;
};

actors::actors() {
  for (const std::size_t threads : {1, 4})
    for (const bool fuse : {true, false})
      all_.push_back({std::to_string(threads) + " threads, " + (fuse ? "fused" : "unfused"),
                      leat::engine({.threads = threads, .fuse = fuse})});
}

actors::~actors() = default;

std::optional<std::string> actors::difference(const random_pipeline& p) {
  const flow expected = expected_of(p);
  for (auto& [name, engine] : all_) {
    const auto found = run_on(engine, p, expected);
    if (found)
      return "on actors, " + name + ":\n" + *found;
  }
  return std::nullopt;
}

std::optional<std::string> simulated_difference(const random_pipeline& p) {
  const flow expected = expected_of(p);
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    if (auto found = run_simulated(p, expected, seed))
      return "in the simulation, seed " + std::to_string(seed) + ":\n" + *found;
  return std::nullopt;
}

} // namespace random_pipelines
