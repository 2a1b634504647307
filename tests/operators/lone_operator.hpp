// SPDX-License-Identifier: BSD-3-Clause
// An operator without a node around it, for what a pipeline cannot show: that it saves all that it
// remembers.
#pragma once

#include <leat/leat.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <stop_token>
#include <string_view>
#include <utility>
#include <vector>

/// An operator, all that it needs of a host, and what came out of it, with the time.
template <class In, class Out>
class lone_operator final : private leat::operator_context {
 public:
  lone_operator(std::unique_ptr<leat::operator_base> made, leat::duration at,
                std::span<const std::byte> saved)
    : now_(at), operator_(std::move(made)) {
    if (!saved.empty()) {
      leat::byte_reader in(saved);
      operator_->load(in);
      if (in.left() > 0)
        throw std::logic_error("load has left over what save wrote");
    }
    out_.connect(leat::routing::share, 1, {});
    operator_->start(*this);
  }

  void feed(const In& item, leat::duration at) {
    run_until(at);
    leat::intrusive<leat::chunk<In>> made(new leat::chunk<In>);
    made->values.emplace_back(item);
    if constexpr (!leat::has_fixed_weight<In>)
      made->weigh_last(leat::weight_of(item));
    leat::chunk_slice in{std::move(made), 0, 1};
    if (operator_->wants(0, *this))
      operator_->process(0, in, *this);
    give();
  }
  /// Lets time run, with its timers.
  void run_until(leat::duration at) {
    for (;;) {
      const auto next = std::ranges::min_element(timers_, {}, [](auto& t) { return t.second; });
      if (next == timers_.end() || next->second > leat::timestamp(at))
        break;
      now_ = std::max(now_, next->second);
      const auto id = next->first;
      timers_.erase(next);
      operator_->on_timer(id, *this);
      give();
    }
    now_ = leat::timestamp(at);
  }
  void end() {
    blocked = false;
    for (give(); operator_->finish(*this) != leat::progress::done; give())
      run_until(now_.time_since_epoch() + std::chrono::seconds(1));
    give();
  }

  [[nodiscard]] std::vector<std::byte> save() const {
    std::vector<std::byte> bytes;
    leat::byte_writer out(bytes);
    operator_->save(out);
    return bytes;
  }
  [[nodiscard]] std::size_t held() const { return held_; }

  /// `give` is not called: nothing leaves but what a call gives out.
  bool blocked = false;
  std::vector<std::pair<leat::timestamp, Out>> results;

 private:
  void give() {
    if (!blocked && operator_->can_give())
      operator_->give(1000, *this);
    out_.seal();
    while (out_.has_sealed())
      for (auto items = out_.take_sealed().items; !items.empty();)
        results.emplace_back(now_, items.template take<Out>());
  }

  [[nodiscard]] leat::timestamp now() const override { return now_; }
  [[nodiscard]] leat::outlet_base& outlet_at(std::size_t) override { return out_; }
  void set_timer(std::uint64_t id, leat::timestamp due) override { timers_[id] = due; }
  void cancel_timer(std::uint64_t id) override { timers_.erase(id); }
  generation hold(std::size_t n) override {
    held_ += n;
    return 1;
  }
  void release(generation, std::size_t n) override { held_ -= n; }
  void release_oldest(std::size_t n) override { held_ -= n; }
  [[nodiscard]] leat::chunk_slice* front(int) override { return nullptr; }
  [[nodiscard]] bool port_ended(int) const override { return false; }
  void cancel_port(int) override {}
  leat::verdict failed(std::size_t, leat::failure&) override { return leat::verdict::skip; }
  [[nodiscard]] std::size_t letters_outlet(std::size_t) const override { return 0; }
  void fail_stream(std::exception_ptr reason) override { failure_ = std::move(reason); }
  [[nodiscard]] std::exception_ptr stream_failure() const override { return failure_; }
  void count_given(std::size_t) override {}
  void count_dropped(std::string_view, std::size_t) override {}
  [[nodiscard]] std::shared_ptr<leat::call_port> calls() override { return nullptr; }
  [[nodiscard]] std::function<void()> waker() override {
    return [] {};
  }
  void begin_probe() override {}
  [[nodiscard]] std::stop_token stop_token() const override { return {}; }
  [[nodiscard]] int wake_descriptor() override { return -1; }
  [[nodiscard]] std::uint64_t random() override { return 0; }
  [[nodiscard]] std::string_view spill_directory() const override { return {}; }
  [[nodiscard]] std::string_view node_name() const override { return "lone"; }
  [[nodiscard]] std::size_t instance() const override { return 0; }

  leat::timestamp now_;
  leat::outlet<Out> out_;
  std::map<std::uint64_t, leat::timestamp> timers_;
  std::size_t held_ = 0;
  std::exception_ptr failure_;
  std::unique_ptr<leat::operator_base> operator_; // what it holds refers to us
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
