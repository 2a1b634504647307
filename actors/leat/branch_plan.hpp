// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/plan.hpp>

#include <memory>
#include <vector>

namespace leat {

enum class branch_id : std::uint32_t {};
constexpr std::size_t index(branch_id id) { return static_cast<std::size_t>(id); }

/// The point in a stream from which on an attached branch sees it. It begins at nodes with one
/// instance and travels like a signal along `way` to all instances that give the stream, so that it
/// is one point for all of them.
struct branch_point {
  std::vector<node_id> begins_at;
  std::vector<edge_id> way;     // sorted
  std::vector<edge_plan> edges; // into the branch, from each instance that gives the stream
};

/// What is added to a job that runs.
struct branch_plan {
  branch_id id{};
  std::string name;
  node_id first{};       // its nodes are those from here on,
  std::size_t nodes = 0; // so many,
  bool isolated = false; // which fail without the job
  std::shared_ptr<const branch_point> point;
};

} // namespace leat
