// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/fifo.hpp>
#include <leat/host.hpp>

#include <cstdint>

namespace leat {

/// The sending end of an edge: what waits to leave, and how much the receiver lets through.
///
/// A packet of weight w leaves if it fits in what was granted; one that is heavier than the whole
/// budget leaves when nothing is in flight. Signals cost nothing but keep their place. Where the
/// next packet weighs more than three quarters of the budget, the receiver is told once (`want`),
/// since it grants by the quarter otherwise.
class out_edge {
 public:
  explicit out_edge(edge_plan plan) : plan(std::move(plan)), granted_(this->plan.budget.size()) {}

  void enqueue(chunk_slice items);
  void enqueue(packet signal);
  /// Sends what may leave now.
  void flush(node_host& host);
  void on_credit(const credit& c);
  /// The receiver has no use for more; only probes still go there, since it may live on.
  void cancel();
  /// The branch behind it is taken off: it gets no more than what waits, and the end.
  void end();

  /// Whether further data may be enqueued: none waits.
  [[nodiscard]] bool idle() const { return pending_.empty(); }
  /// Whether a packet of this weight could leave at once.
  [[nodiscard]] bool lets_through(std::size_t weight) const;
  [[nodiscard]] std::uint64_t available() const { return granted_ - sent_; }
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  /// Whether nothing that comes now goes there.
  [[nodiscard]] bool closed() const { return cancelled_ || ended_; }
  [[nodiscard]] edge_counters counters() const;
  /// Weight sent and not known to be used up.
  [[nodiscard]] std::uint64_t in_flight() const { return sent_ - used_; }

  edge_plan plan;
  epoch life{};

 private:
  fifo<packet> pending_;
  std::optional<watermark> later_watermark_; // waits for the one before it to be taken
  std::uint64_t sent_ = 0, granted_, used_ = 0;
  std::uint64_t packets_ = 0, items_ = 0, discarded_ = 0;
  std::uint64_t watermarks_sent_ = 0, watermarks_taken_ = 0;
  bool want_said_ = false;
  bool cancelled_ = false;
  bool ended_ = false; // before its sender
};

} // namespace leat
