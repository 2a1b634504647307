// SPDX-License-Identifier: BSD-3-Clause
// The part of node_core that lets branches begin and end while it works.
#include <leat/node_core.hpp>

#include <algorithm>
#include <utility>

namespace leat {

void node_core::begin_branch(const std::shared_ptr<const branch_point>& at) {
  if (state_ != node_state::working)
    return; // its end goes the same way, and says as much
  emit(branch_begin{at});
  run();
}

void node_core::take_branch_point(std::size_t i, std::shared_ptr<const branch_point> point) {
  inputs_[i].point = std::move(point);
  align_branch_points();
}

void node_core::align_branch_points() {
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const auto point = inputs_[i].point;
    if (!point || !std::ranges::all_of(inputs_, [&](const in_edge& e) {
          return e.ended || e.cancelled || e.point == point
            || !std::ranges::binary_search(point->way, e.plan.id);
        }))
      continue;
    for (auto& edge : inputs_)
      if (edge.point == point)
        edge.point.reset();
    emit(branch_begin{point});
  }
}

void node_core::open_branches(const branch_point& at) {
  for (auto& edge : at.edges) {
    if (edge.from != plan_.id)
      continue;
    branches_of_outlet_[edge.outlet].push_back(outputs_.size());
    outlets_[edge.outlet]->resume();
    auto& opened = outputs_.emplace_back(edge);
    if (watermark_)
      opened.enqueue(packet(watermark{*watermark_}));
    host_.tell(branch_opened{edge.id});
  }
}

void node_core::end_branch(edge_id edge) {
  for (auto& output : outputs_)
    if (output.plan.id == edge && !output.closed())
      output.end();
  leave_unheard();
  run();
}

void node_core::end_input(edge_id edge) { on_packet(edge, {}, end_of_stream{}); }

} // namespace leat
