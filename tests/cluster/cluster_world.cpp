// SPDX-License-Identifier: BSD-3-Clause
#include "cluster_world.hpp"

#include <leat/failure.hpp>

#include <algorithm>

using namespace std::chrono_literals;

world::world(std::uint64_t seed, const job& what, leat::restart_limit restarts,
             std::size_t workers_wanted)
  : what_(what), time(seed), between(time),
    workers(workers_wanted > 0 ? workers_wanted : 1 + time.draw_below(4)), restarts_(restarts) {
  of_workers.link_timeout += time.draw_up_to(5s); // nobody has to have the same
  for (std::size_t w = 0; w < workers.size(); ++w)
    start(w);
  start_coordinator();
}

void world::start(std::size_t w) {
  workers[w] = std::make_unique<simulated_worker>(
    between, static_cast<std::uint32_t>(w + 1), of_workers,
    [this](leat::pipeline& p) { what_.build(p, elsewhere_); });
}

void world::start_coordinator() {
  std::vector<std::uint32_t> addresses;
  for (std::uint32_t w = 1; w <= workers.size(); ++w)
    addresses.push_back(w);
  mine = {};
  coordinator = std::make_unique<simulated_coordinator>(
    between, 0, options, addresses,
    [this](leat::pipeline& p) {
      what_.build(p, mine);
      mine.begin_with(p);
    },
    restarts_);
}

void world::kill(std::size_t w) { workers[w].reset(); }

void world::kill_and_start(std::size_t w) {
  kill(w);
  start(w);
}

void world::kill(std::size_t w, leat::duration down) {
  kill(w);
  time.after(down, life_id{}, [this, w] {
    if (!workers[w])
      start(w);
  });
}

void world::do_harm() {
  const auto w = draw_worker();
  const auto address = static_cast<std::uint32_t>(w + 1);
  switch (time.draw_below(8)) {
  case 0:
  case 1:
    return between.cut_one();
  case 2:
    return between.garble_one();
  case 3: {
    const auto other = static_cast<std::uint32_t>(time.draw_below(workers.size() + 1));
    return between.block(address, other, time.now() + time.draw_up_to(16s));
  }
  case 4: {
    const bool worker = time.draw_below(4) > 0;
    const auto which = worker && workers[w] ? workers[w]->life() : coordinator->life();
    return time.freeze(which, time.now() + time.draw_up_to(8s));
  }
  case 5:
  case 6:
    return kill(w, time.draw_up_to(3s));
  default:
    if (workers[w])
      workers[w]->jump(time.draw_up_to(10s));
    between.slow = 200us + time.draw_up_to(50ms);
  }
}

bool world::pass(leat::timestamp until) {
  while (!coordinator->result() && time.step(until)) {
  }
  return coordinator->result().has_value();
}

bool world::workers_are_free() const {
  return std::ranges::all_of(workers, [](auto& w) { return !w || w->jobs() == 0; });
}

std::string story_of(const leat::job_result& result) {
  std::string text;
  for (auto& f : result.failures)
    text += to_text(f) + "; ";
  return text;
}
