// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/node_core.hpp>

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <stop_token>
#include <utility>

namespace leat {

/// What a simulated node needs from the simulation around it.
class simulated_world {
 public:
  virtual ~simulated_world() = default;
  [[nodiscard]] virtual timestamp time() const = 0;
  [[nodiscard]] virtual std::uint64_t draw() = 0;
  /// To be done when the schedule comes to it; in order for each pair (from, to) and lane.
  virtual void post(std::size_t from, std::size_t to, int lane, bool is_packet,
                    std::function<void()> what) = 0;
  virtual void report_from(std::size_t node, report what) = 0;
  virtual void packet_to(const edge_plan& along, epoch life, packet what) = 0;
  virtual void credit_to(const edge_plan& along, epoch life, credit what) = 0;
  virtual void cancel_to(const edge_plan& along, epoch life) = 0;
  [[nodiscard]] virtual bool packets_wait_for(std::size_t node) = 0;
  virtual void wake(std::size_t node) = 0;
  virtual duration call_delay() = 0;
  [[nodiscard]] virtual bool calls_end_here() const = 0;
};

/// Calls of `map_async` under the simulation: they really run, elsewhere; their results are seen at
/// a seeded time. Or (`here`) they end in steps of the simulation, and their results are seen so
/// much later.
class simulated_calls final : public call_port {
 public:
  simulated_calls(std::function<timestamp()> due, bool here) : due_(std::move(due)), here_(here) {}

  void started(std::uint64_t call) override;
  void finished(std::uint64_t call) override;
  void watch(std::uint64_t call, std::function<bool(duration)> ready) override;

  [[nodiscard]] std::optional<timestamp> earliest();
  /// A call whose time has come, drawn among them; waits for it to end really.
  [[nodiscard]] std::optional<std::uint64_t> take_due(timestamp now, std::uint64_t draw);
  [[nodiscard]] bool any_due(timestamp now);

 private:
  struct open_call {
    std::optional<timestamp> due;
    std::function<bool(duration)> ready; // for futures
  };
  void see_ended();

  std::function<timestamp()> due_;
  const bool here_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::map<std::uint64_t, open_call> open_;
  std::set<std::uint64_t> finished_;
};

/// The host of one node in the simulation.
class simulated_node final : public node_host {
 public:
  simulated_node(const node_plan& plan, simulated_world& in);

  [[nodiscard]] timestamp now() override { return world_.time(); }
  void send(const edge_plan& along, epoch life, packet what) override {
    world_.packet_to(along, life, std::move(what));
  }
  void grant(const edge_plan& along, epoch life, credit what) override {
    world_.credit_to(along, life, what);
  }
  void cancel(const edge_plan& along, epoch life) override { world_.cancel_to(along, life); }
  void set_alarm(timestamp due) override { alarm = due; }
  void run_later() override { wants_run = true; }
  [[nodiscard]] bool more_waiting() override;
  void tell(report what) override { world_.report_from(index_, std::move(what)); }
  [[nodiscard]] std::shared_ptr<call_port> calls() override { return results; }
  [[nodiscard]] std::function<void()> waker() override;
  [[nodiscard]] std::stop_token stop_token() override { return stop.get_token(); }
  [[nodiscard]] std::uint64_t random() override { return world_.draw(); }
  [[nodiscard]] std::size_t slice_limit() override { return 1 + world_.draw() % 48; }
  [[nodiscard]] bool wants_stall_reports() const override { return false; }

  std::optional<node_core> core;
  std::optional<timestamp> alarm;
  bool wants_run = false;
  std::shared_ptr<simulated_calls> results;
  std::stop_source stop;

 private:
  std::size_t index_;
  simulated_world& world_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); // wakers may outlive the simulation
};

} // namespace leat
