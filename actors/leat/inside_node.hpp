// SPDX-License-Identifier: BSD-3-Clause
#pragma once

namespace leat {

/// True on a thread that runs a node at this moment: what would wait there might wait for itself.
[[nodiscard]] bool inside_node() noexcept;

/// Marks the thread for its lifetime.
class node_scope {
 public:
  node_scope() noexcept;
  node_scope(const node_scope&) = delete;
  node_scope& operator=(const node_scope&) = delete;
  ~node_scope();

 private:
  bool before_;
};

} // namespace leat
