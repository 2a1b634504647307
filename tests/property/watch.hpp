// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/host.hpp>
#include <leat/simulation.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace property {

/// A rule that was broken.
class violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void require(bool holds, const std::string& otherwise);

/// Holds the counters of a simulated job against the rules of credit and conservation, node by node
/// as they change.
class watch {
 public:
  /// `own_pass_on`: what `leat::op` takes goes out again, one for one.
  explicit watch(const leat::testing::simulation& of, bool own_pass_on = true);

  /// Looks at what a step of this node may have changed.
  void look(leat::node_id which);
  /// Looks at everything, when the job is over.
  void look_at_end(bool in_full);
  /// All counters, for the report of a violation.
  [[nodiscard]] std::string to_text() const;

 private:
  struct edge_ends {
    leat::edge_plan plan;
    std::size_t output = 0, input = 0; // where the counters of its ends stand
  };

  void check_node(const leat::node_status& node) const;
  void check_edge(const edge_ends& edge) const;
  [[nodiscard]] std::string name(const edge_ends& e) const;
  [[nodiscard]] const leat::edge_counters& sender(const edge_ends& e) const;
  [[nodiscard]] const leat::edge_counters& receiver(const edge_ends& e) const;

  const leat::testing::simulation& job_;
  bool own_pass_on_;
  std::vector<leat::node_status> nodes_;
  std::vector<edge_ends> edges_;
  std::vector<std::vector<std::size_t>> edges_of_; // by node
};

} // namespace property
