// SPDX-License-Identifier: BSD-3-Clause
// The pictures that pipelines and jobs give of themselves.
#include "environment.hpp"
#include "job_control.hpp"
#include "make_metrics.hpp"
#include "picture.hpp"

namespace leat {

namespace {

/// Places of a plan's nodes in a picture, where instances are one.
std::size_t place_of(const job_plan& plan, node_id node) {
  std::size_t place = 0;
  for (std::size_t n = 1; n <= index(node); ++n)
    place += plan.nodes[n].instance == 0;
  return place;
}

void add_branch(picture& to, const job_plan& plan, const branch_control& branch, bool fused) {
  const std::size_t first = to.nodes.size();
  picture drawn = picture_of(branch.graph(), fused);
  for (auto& node : drawn.nodes) {
    for (auto& name : node.operators)
      name.insert(0, branch.plan().name + "/");
    to.nodes.push_back(std::move(node));
  }
  for (auto& edge : drawn.edges) {
    edge.from += first;
    edge.to += first;
    to.edges.push_back(std::move(edge));
  }
  const auto& begins = branch.plan().point->edges.front();
  auto& edge = to.edges.emplace_back();
  edge.from = place_of(plan, begins.from);
  edge.from_operator = to.nodes[edge.from].operators.size() - 1;
  edge.outlet = begins.outlet;
  edge.to = first;
  edge.remarks.emplace_back("attached");
}

picture picture_of(const job_control& job) {
  const auto seen = job.look();
  picture drawn = picture_of(job.graph(), job.fused());
  for (auto& branch : seen.branches)
    add_branch(drawn, *seen.plan, *branch, job.fused());
  add_numbers(drawn, make_metrics(*seen.plan, seen.nodes));
  return drawn;
}

} // namespace

std::string pipeline::to_mermaid() const {
  return leat::to_mermaid(picture_of(*graph_, environment_fuses()));
}
std::string pipeline::to_dot() const {
  return leat::to_dot(picture_of(*graph_, environment_fuses()));
}
void pipeline::to_svg(const std::string& path) const {
  write_svg(picture_of(*graph_, environment_fuses()), path);
}

std::string job::to_mermaid() const { return leat::to_mermaid(picture_of(*control_)); }
std::string job::to_dot() const { return leat::to_dot(picture_of(*control_)); }
void job::to_svg(const std::string& path) const { write_svg(picture_of(*control_), path); }

} // namespace leat
