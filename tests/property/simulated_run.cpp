// SPDX-License-Identifier: BSD-3-Clause
#include "build.hpp"
#include "runs.hpp"
#include "verdict.hpp"
#include "watch.hpp"
#include <leat/simulation.hpp>

#include <chrono>
#include <random>

namespace property {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_steps = 100'000;

/// One job in the simulation, and what the program outside of it does meanwhile: pushes, asks for
/// receipts, stops.
class simulated_run {
 public:
  simulated_run(const graph& g, const expectation& expected, std::uint64_t seed, coverage& seen)
    : graph_(g), expected_(expected), random_(seed), seen_(seen),
      job_(pipeline_with(g), options(seed)), watch_(job_) {
    job_.after_each_step([this](auto node) {
      require(++steps_ < most_steps, "the job does not end");
      if (node)
        watch_.look(*node);
    });
    if (below(6) == 0)
      (below(2) == 0 ? stop_at_ : cancel_at_) = below(200);
  }

  void run() {
    try {
      run_to_its_end();
      judge();
    } catch (const violation& v) {
      throw violation(std::string(v.what()) + "\n" + watch_.to_text());
    }
  }

 private:
  void run_to_its_end() {
    try {
      while (act())
        go_on();
      job_.finish();
    } catch (const leat::job_failed& e) {
      failures_ = e.failures();
    } catch (const leat::testing::stuck& e) {
      throw violation(e.what());
    }
  }

  leat::pipeline& pipeline_with(const graph& g) {
    build(g, pipeline_, ends_);
    for (auto& [v, in] : ends_.inputs)
      feeds_.push_back({v, in, 0});
    return pipeline_;
  }
  leat::testing::simulation_options options(std::uint64_t seed) {
    leat::testing::simulation_options with{.seed = seed, .fuse = below(2) == 0};
    with.repeat_grants = below(2) == 0;
    with.delay_packets = below(3) == 0 ? 1ms : 0ms;
    return with;
  }
  std::uint64_t below(std::uint64_t n) { return random_() % n; }

  struct feed {
    std::size_t vertex;
    leat::input<token> in;
    std::size_t pushed;
  };

  /// One thing that a program does; false when all is done.
  bool act() {
    if (steps_ >= stop_at_) {
      stop_at_ = never;
      cut_short_ = true;
      job_.stop();
    }
    if (steps_ >= cancel_at_) {
      cancel_at_ = never;
      cut_short_ = true;
      job_.cancel();
    }
    if (feeds_.empty())
      return (stop_at_ != never || cancel_at_ != never) && !job_.finished();
    auto& f = feeds_[below(feeds_.size())];
    const auto& items = graph_.vertices[f.vertex].items;
    if (below(12) == 0)
      ask_for_receipt(f);
    for (std::size_t n = 1 + below(5); n > 0 && f.pushed < items.size(); --n) {
      const auto answer = f.in.try_push(items[f.pushed]);
      if (answer.closed())
        f.pushed = items.size();
      if (!answer)
        break;
      ++f.pushed;
    }
    if (f.pushed == items.size()) {
      f.in.close();
      std::swap(f, feeds_.back());
      feeds_.pop_back();
    }
    return true;
  }

  void go_on() {
    for (auto n = below(40); n > 0; --n)
      if (!job_.step()) {
        job_.advance(std::chrono::microseconds(below(400)));
        break;
      }
  }

  void ask_for_receipt(const feed& f) {
    const auto& items = graph_.vertices[f.vertex].items;
    const std::size_t number = receipts_asked_++;
    receipts_.push_back(0);
    std::vector<std::uint32_t> roots;
    for (std::size_t i = 0; i < f.pushed; ++i)
      roots.push_back(items[i].root);
    f.in.flush([this, number, roots = std::move(roots)](const std::exception_ptr& error) {
      ++receipts_[number];
      ++seen_.receipts;
      if (error || cut_short_)
        return;
      const auto arrived = arrived_by_root(graph_, expected_, ends_);
      for (auto root : roots) {
        const auto should = expected_.by_receipt.find(root);
        const auto did = arrived.find(root);
        if (should != expected_.by_receipt.end()
            && should->second > (did == arrived.end() ? 0 : did->second))
          early_ = "a receipt came before " + std::to_string(should->second) + " tokens of root "
            + std::to_string(root) + " had arrived";
      }
    });
  }

  void judge() {
    seen_.steps += steps_;
    require(early_.empty(), early_);
    require(job_.finished(), "the job has not ended");
    for (auto n : receipts_)
      require(n == 1, "a receipt was given " + std::to_string(n) + " times");
    const auto state = job_.state();
    if (state == leat::job_state::failed) {
      check_failure(graph_, expected_, failures_);
      (is_stall(failures_) ? seen_.stalled : seen_.failed) += 1;
    } else {
      require(failures_.empty(), "the job failed, but does not say so");
      require(cut_short_ || expected_.must_fail.empty(), "the job did not fail");
      seen_.stopped += state == leat::job_state::stopped;
      seen_.cancelled += state == leat::job_state::cancelled;
      seen_.finished += state == leat::job_state::finished;
    }
    const bool in_full = state == leat::job_state::finished;
    watch_.look_at_end(in_full || state == leat::job_state::stopped);
    check_arrivals(graph_, expected_, ends_, in_full);
  }

  static constexpr std::size_t never = static_cast<std::size_t>(-1);

  const graph& graph_;
  const expectation& expected_;
  std::mt19937_64 random_;
  coverage& seen_;
  ends ends_;
  std::vector<feed> feeds_;
  leat::pipeline pipeline_;
  std::vector<int> receipts_; // how often each was given
  std::size_t receipts_asked_ = 0;
  std::string early_;
  std::size_t steps_ = 0;
  std::size_t stop_at_ = never, cancel_at_ = never;
  bool cut_short_ = false;
  leat::testing::simulation job_;
  watch watch_;
  std::vector<leat::failure> failures_;
};

} // namespace

void run_simulated(const graph& g, const expectation& expected, std::uint64_t seed,
                   coverage& seen) {
  simulated_run(g, expected, seed, seen).run();
}

} // namespace property
