// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/time.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <tuple>
#include <utility>

/// One life of a process; what belongs to it ends with it. 0 is the world.
enum class life_id : std::uint64_t {};

/// What is to happen, in virtual time. The seed draws the order of what is due together, but for
/// what goes the same way.
class schedule {
 public:
  explicit schedule(std::uint64_t seed) : random_(seed * 2 + 1) {}

  [[nodiscard]] leat::timestamp now() const { return now_; }
  [[nodiscard]] std::uint64_t draw() { return random_(); }
  [[nodiscard]] std::uint64_t draw_below(std::uint64_t n) { return random_() % n; }
  [[nodiscard]] leat::duration draw_up_to(leat::duration most) {
    return leat::duration(static_cast<leat::duration::rep>(
      draw_below(static_cast<std::uint64_t>(most.count()) + 1)));
  }

  void at(leat::timestamp due, life_id of, std::function<void()> what) {
    events_.emplace(key{std::max(due, now_), draw(), ++last_}, event{of, std::move(what)});
  }
  void after(leat::duration d, life_id of, std::function<void()> what) {
    at(now_ + d, of, std::move(what));
  }

  /// Where events stay in the order in which they were put there.
  struct way {
    leat::timestamp last{};
    std::uint64_t tie = 0;
  };
  void along(way& w, leat::timestamp due, life_id of, std::function<void()> what) {
    due = std::max(due, now_);
    const auto drawn = draw();
    w.tie = due > w.last ? drawn : std::max(w.tie, drawn);
    w.last = std::max(w.last, due);
    events_.emplace(key{w.last, w.tie, ++last_}, event{of, std::move(what)});
  }

  /// Nothing of it happens any more.
  void end(life_id which) { ended_.insert(which); }
  /// Nothing of it happens before.
  void freeze(life_id which, leat::timestamp until) { frozen_[which] = until; }

  /// Does what is due next, at `until` at the latest. False if there is nothing.
  bool step(leat::timestamp until) {
    if (events_.empty() || std::get<0>(events_.begin()->first) > until)
      return false;
    auto next = events_.extract(events_.begin());
    auto& [due, tie, number] = next.key();
    now_ = due;
    const auto of = next.mapped().of;
    if (ended_.contains(of))
      return true;
    if (const auto f = frozen_.find(of); f != frozen_.end() && f->second > now_) {
      due = f->second;
      events_.insert(std::move(next));
      return true;
    }
    ++steps_;
    trace_ = (trace_ ^ tie ^ static_cast<std::uint64_t>(now_.time_since_epoch().count()))
      * 1'099'511'628'211U;
    next.mapped().what();
    return true;
  }
  void pass(leat::timestamp until) {
    while (step(until)) {
    }
    now_ = std::max(now_, until);
  }

  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  /// Two runs that did the same have the same.
  [[nodiscard]] std::uint64_t trace() const { return trace_; }

 private:
  using key = std::tuple<leat::timestamp, std::uint64_t, std::uint64_t>;
  struct event {
    life_id of;
    std::function<void()> what;
  };

  std::mt19937_64 random_;
  leat::timestamp now_{};
  std::map<key, event> events_;
  std::uint64_t last_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t trace_ = 14'695'981'039'346'656'037U;
  std::set<life_id> ended_;
  std::map<life_id, leat::timestamp> frozen_;
};
