// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/node_core.hpp>

#include <cstdint>
#include <string>

/// Sees each packet of items that leaves a node, and both ends of its edge: what was sent and has
/// not been used is never more than the budget, or one item alone. Between two packets it only
/// becomes less.
class budget_watch {
 public:
  /// The sender counts it already; the receiver is null if its process, or it, is over.
  void sent(const leat::edge_plan& along, const leat::data_packet& what,
            const leat::node_core& sender, const leat::node_core* receiver);

  /// The first packet that should not have left; empty if there was none.
  [[nodiscard]] const std::string& fault() const { return fault_; }
  /// Packets that filled a budget, with the receiver there: else all this says nothing.
  [[nodiscard]] std::uint64_t full() const { return full_; }

 private:
  std::string fault_;
  std::uint64_t full_ = 0;
};
