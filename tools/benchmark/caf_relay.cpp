// SPDX-License-Identifier: BSD-3-Clause
// The integers' sum by six bare CAF actors that hand on chunks, with a message of credit for each:
// caf_relay [n]
#include "caf_settings.hpp"
#include "integers.hpp"
#include "measure.hpp"

#include <caf/actor_cast.hpp>
#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/behavior.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <numeric>
#include <utility>

namespace bench {

using chunk = std::vector<std::uint64_t>;
using chunk_ptr = std::shared_ptr<chunk>; // none: the end

} // namespace bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(bench::chunk_ptr)

namespace bench {
namespace {

using start_atom = caf::atom_constant<caf::atom("start")>;
using credit_atom = caf::atom_constant<caf::atom("credit")>;

// Chunks in flight between two actors: 64 KiB, the budget of an edge inside a process.
constexpr std::uint64_t window = 64 * 1024 / (chunk_items * sizeof(std::uint64_t));

class source : public caf::event_based_actor {
 public:
  source(caf::actor_config& config, std::uint64_t n, caf::actor to)
    : caf::event_based_actor{config}, n_{n}, to_{std::move(to)} {}

 private:
  caf::behavior make_behavior() override {
    return {
      [this](start_atom) { give(); },
      [this](credit_atom) {
        ++credit_;
        give();
      },
    };
  }

  void give() {
    for (; credit_ > 0 && next_ < n_; --credit_) {
      auto items = std::make_shared<chunk>(std::min(chunk_items, n_ - next_));
      std::iota(items->begin(), items->end(), next_);
      next_ += items->size();
      send(to_, std::move(items));
    }
    if (credit_ > 0) {
      send(to_, chunk_ptr{});
      quit();
    }
  }

  std::uint64_t n_;
  caf::actor to_;
  std::uint64_t next_ = 0;
  std::uint64_t credit_ = window;
};

template <class Step>
class relay : public caf::event_based_actor {
 public:
  relay(caf::actor_config& config, Step step, caf::actor to)
    : caf::event_based_actor{config}, step_{step}, to_{std::move(to)} {}

 private:
  caf::behavior make_behavior() override {
    return {
      [this](chunk_ptr& items) {
        if (items)
          step_(*items);
        if (!from_)
          from_ = caf::actor_cast<caf::actor>(current_sender());
        waiting_.push_back(std::move(items));
        hand_on();
      },
      [this](credit_atom) {
        ++credit_;
        hand_on();
      },
    };
  }

  void on_exit() override { from_ = nullptr; } // else the two keep each other alive

  void hand_on() {
    for (; credit_ > 0 && !waiting_.empty(); --credit_) {
      if (waiting_.front())
        send(from_, credit_atom::value);
      else
        quit();
      send(to_, std::move(waiting_.front()));
      waiting_.pop_front();
    }
  }

  Step step_;
  caf::actor from_;
  caf::actor to_;
  std::uint64_t credit_ = window;
  std::deque<chunk_ptr> waiting_;
};

class sink : public caf::event_based_actor {
 public:
  sink(caf::actor_config& config, std::promise<std::uint64_t>& result)
    : caf::event_based_actor{config}, result_{result} {}

 private:
  caf::behavior make_behavior() override {
    return {
      [this](const chunk_ptr& items) {
        if (!items) {
          result_.set_value(sum_);
          quit();
          return;
        }
        sum_ = std::accumulate(items->begin(), items->end(), sum_);
        send(caf::actor_cast<caf::actor>(current_sender()), credit_atom::value);
      },
    };
  }

  std::promise<std::uint64_t>& result_;
  std::uint64_t sum_ = 0;
};

std::uint64_t sum_by_actors(caf::actor_system& system, std::uint64_t n) {
  auto map = [](chunk& items) { std::ranges::transform(items, items.begin(), grow); };
  auto filter = [](chunk& items) { std::erase_if(items, std::not_fn(keep)); };
  std::promise<std::uint64_t> result;
  auto last = system.spawn<sink>(result);
  last = system.spawn<relay<decltype(filter)>>(filter, last);
  last = system.spawn<relay<decltype(map)>>(map, last);
  last = system.spawn<relay<decltype(filter)>>(filter, last);
  last = system.spawn<relay<decltype(map)>>(map, last);
  caf::anon_send(system.spawn<source>(n, last), start_atom::value);
  auto sum = result.get_future().get();
  system.await_all_actors_done();
  return sum;
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
  const std::uint64_t n = bench::number(argc, argv, 1, 50'000'000);
  bench::caf_settings settings;
  caf::actor_system system{settings};
  bench::check_sum(n / 10 + 1, bench::sum_by_actors(system, n / 10 + 1)); // warms up

  auto begin = bench::clock::now();
  auto sum = bench::sum_by_actors(system, n);
  bench::report("item", bench::nanoseconds_since(begin) / static_cast<double>(n), "ns");
  bench::check_sum(n, sum);
}
