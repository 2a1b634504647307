// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/fifo.hpp>
#include <leat/host.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace leat {

/// The receiving end of an edge: packets in order, and the credit that is granted for what the
/// operator has used up.
class in_edge {
 public:
  explicit in_edge(edge_plan plan) : plan(std::move(plan)), granted_(this->plan.budget.size()) {}

  void arrive(packet what);
  [[nodiscard]] bool empty() const { return queue_.empty(); }
  [[nodiscard]] packet& front() { return queue_.front(); }
  [[nodiscard]] data_packet* front_data() {
    return queue_.empty() ? nullptr : std::get_if<data_packet>(&queue_.front());
  }
  /// What comes next waits until other inputs are as far.
  [[nodiscard]] bool held_up() const { return aligned || point; }
  void pop() { queue_.pop_front(); }
  /// The probes that wait, in their order.
  [[nodiscard]] std::vector<probe> waiting_probes() const;
  [[nodiscard]] bool has_waiting(const probe& what) const;
  void drop_probe(const probe& what);
  /// Takes all of them out of the queue.
  [[nodiscard]] std::vector<probe> take_probes();
  /// Whether the end has come, behind what waits.
  [[nodiscard]] bool end_waits() const;
  /// Throws away what waits.
  void discard_all();

  /// Accounts for the items of the front packet that the operator has used since the last call; the
  /// number of them.
  std::size_t account();
  /// What is to be granted now, if anything.
  [[nodiscard]] std::optional<credit> due_credit();
  [[nodiscard]] edge_counters counters() const;

  edge_plan plan;
  epoch life{};
  bool ended = false;       // its end has been taken
  bool cancelled = false;   // we have no use for more
  bool unwanted = false;    // to be cancelled when the operator's call has returned
  bool end_refused = false; // its end waits behind refused items: no probe will come
  bool reported = false;    // the coordinator knows that it ended
  bool watermark_due = false;
  std::optional<timestamp> time;             // newest watermark
  std::optional<std::uint64_t> aligned;      // barrier it has, while other inputs have not
  std::shared_ptr<const branch_point> point; // the same, of a branch

 private:
  fifo<packet> queue_;
  std::uint64_t received_ = 0, used_ = 0, granted_;
  std::uint64_t packets_ = 0, items_ = 0, discarded_ = 0, watermarks_ = 0, waiting_items_ = 0;
  bool wanted_ = false;
};

} // namespace leat
