// SPDX-License-Identifier: BSD-3-Clause
// An operator without a node around it, for what a pipeline cannot show: that it saves all that it
// remembers.
#pragma once

#include "lone_host.hpp"
#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

/// An operator, all that it needs of a host, and what came out of it, with the time.
template <class In, class Out>
class lone_operator {
 public:
  lone_operator(std::unique_ptr<leat::operator_base> made, leat::duration at,
                std::span<const std::byte> saved)
    : operator_(std::move(made)) {
    now() = leat::timestamp(at);
    if (!saved.empty()) {
      leat::byte_reader in(saved);
      operator_->load(in);
      if (in.left() > 0)
        throw std::logic_error("load has left over what save wrote");
    }
    operator_->start(host_);
  }

  void feed(const In& item, leat::duration at) {
    run_until(at);
    leat::chunk_slice in = host_.items(std::vector{item});
    if (operator_->wants(0, host_))
      operator_->process(0, in, host_);
    give();
  }
  /// Lets time run, with its timers.
  void run_until(leat::duration at) {
    for (;;) {
      auto& timers = host_.timers;
      const auto next = std::ranges::min_element(timers, {}, [](auto& t) { return t.second; });
      if (next == timers.end() || next->second > leat::timestamp(at))
        break;
      now() = std::max(now(), next->second);
      const auto id = next->first;
      timers.erase(next);
      operator_->on_timer(id, host_);
      give();
    }
    now() = leat::timestamp(at);
  }
  void end() {
    blocked = false;
    for (give(); operator_->finish(host_) != leat::progress::done; give())
      run_until(now().time_since_epoch() + std::chrono::seconds(1));
    give();
  }

  [[nodiscard]] std::vector<std::byte> save() const {
    std::vector<std::byte> bytes;
    leat::byte_writer out(bytes);
    operator_->save(out);
    return bytes;
  }
  [[nodiscard]] std::size_t held() const { return host_.held; }

  /// `give` is not called: nothing leaves but what a call gives out.
  bool blocked = false;
  std::vector<std::pair<leat::timestamp, Out>> results;

 private:
  void give() {
    if (!blocked && operator_->can_give())
      operator_->give(1000, host_);
    for (auto& item : host_.taken())
      results.emplace_back(now(), std::move(item));
  }

  [[nodiscard]] leat::timestamp& now() { return host_.time; }

  lone_host<Out> host_;
  std::unique_ptr<leat::operator_base> operator_; // what it holds refers to its host
};

/// Feeds an operator items, one a second. Another one that loads what the first has saved, before
/// any of them, goes on as the first would have: with the same results at the same times, holding
/// as much. `make` binds its recipe; where it is
/// `blocked`, nothing leaves that is not given from within a call.
template <class In, class Out, class Make>
void check_saving(const std::vector<In>& items, Make make, bool blocked = false) {
  using namespace std::chrono_literals;
  const auto feed = [&](auto& to, std::size_t i) {
    to.blocked = blocked;
    to.feed(items[i], i * 1s);
  };
  for (std::size_t before = 0; before <= items.size(); ++before) {
    lone_operator<In, Out> whole(make().make(), 0s, {});
    for (std::size_t i = 0; i < before; ++i)
      feed(whole, i);
    lone_operator<In, Out> loaded(make().make(), (before == 0 ? 0 : before - 1) * 1s, whole.save());
    BOOST_CHECK_EQUAL(loaded.held(), whole.held());
    whole.results.clear();
    for (std::size_t i = before; i < items.size(); ++i) {
      feed(whole, i);
      feed(loaded, i);
    }
    whole.end();
    loaded.end();
    BOOST_CHECK(loaded.results == whole.results);
  }
}
