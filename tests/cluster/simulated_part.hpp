// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "actors/cluster/crossing_edges.hpp"
#include "actors/cluster/worker_core.hpp"
#include "actors/session/orders.hpp"
#include "runtime/simulated_node.hpp"
#include "simulated_process.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

/// What one process has of a job: its nodes, and the ways to the others.
class simulated_part final : public leat::simulated_world {
 public:
  /// How what is for another process, and for the coordinator, leaves this one.
  struct ways_out {
    std::function<leat::timestamp()> now;
    std::function<void(std::uint32_t, leat::channel, std::vector<std::byte>)> packet;
    std::function<void(std::uint32_t, const leat::order&)> order;
    std::function<void(leat::node_id, leat::report)> report;
  };

  simulated_part(network& in, life_id life, const leat::job_key& job,
                 std::shared_ptr<const leat::job_plan> plan, leat::process_id here,
                 const leat::sessions_by_process& along, ways_out out);
  simulated_part(const simulated_part&) = delete;
  simulated_part& operator=(const simulated_part&) = delete;
  ~simulated_part() override;

  /// To a node; true if it was something for one.
  bool deliver(leat::order& what);
  void deliver(leat::edge_id along, const std::vector<std::byte>& bytes);
  /// Whether packets for it come that way.
  [[nodiscard]] bool receives(leat::session_id from, leat::channel in) const {
    return ways_in_.contains({from, in});
  }
  void tell(leat::node_id whom, leat::node_command what);
  void end();
  void on_jump();
  [[nodiscard]] const leat::job_plan& plan() const { return *plan_; }
  [[nodiscard]] leat::process_id here() const { return here_; }
  /// Null if it is elsewhere, or over.
  [[nodiscard]] const leat::node_core* node(leat::node_id which) const;
  /// Whether anything has been given out here.
  [[nodiscard]] bool has_sent() const { return has_sent_; }

 private:
  struct way_key {
    std::size_t from, to;
    int lane;
    friend auto operator<=>(const way_key&, const way_key&) = default;
  };
  [[nodiscard]] leat::timestamp time() const override { return out_.now(); }
  [[nodiscard]] std::uint64_t draw() override { return time_.draw(); }
  void post(std::size_t from, std::size_t to, int lane, bool is_packet,
            std::function<void()> what) override;
  void report_from(std::size_t node, leat::report what) override;
  void packet_to(const leat::edge_plan& along, leat::epoch life, leat::packet what) override;
  void credit_to(const leat::edge_plan& along, leat::epoch life, leat::credit what) override;
  void cancel_to(const leat::edge_plan& along, leat::epoch life) override;
  [[nodiscard]] bool packets_wait_for(std::size_t node) override { return waiting_[node] > 0; }
  void wake(std::size_t node) override;
  leat::duration call_delay() override { return {}; }
  [[nodiscard]] bool calls_end_here() const override { return true; }

  [[nodiscard]] bool is_here(leat::node_id node) const;
  [[nodiscard]] const leat::edge_plan* edge(leat::edge_id id) const;
  void with_node(std::size_t n, const std::function<void(leat::node_core&)>& f);
  void look_after(std::size_t n);

  [[nodiscard]] const leat::node_core* node_anywhere(leat::node_id which) const;

  network& in_;
  schedule& time_;
  const life_id life_;
  const leat::job_key job_;
  std::shared_ptr<const leat::job_plan> plan_;
  const leat::process_id here_;
  const ways_out out_;
  std::set<std::pair<leat::session_id, leat::channel>> ways_in_;
  std::vector<const leat::edge_plan*> edges_;
  std::vector<std::unique_ptr<leat::simulated_node>> nodes_; // null where it is elsewhere
  std::vector<std::size_t> waiting_;                         // packets
  std::vector<std::optional<leat::timestamp>> alarms_;       // that are in the schedule
  std::vector<bool> runs_;
  bool has_sent_ = false;
  std::map<way_key, schedule::way> ways_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};
