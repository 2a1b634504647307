// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/packet.hpp>
#include <leat/plan.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace leat {

/// Which probes are under way, and which have come to every sink that can be reached from where
/// they began. Behind a node that ended before it passed a probe on, the probe does not come: what
/// stands there counts when it has ended, if it has no other inputs that live, else at once (the
/// branch was cut off; nothing more can be known).
class receipts {
 public:
  explicit receipts(const job_plan& plan) { add_nodes(plan); }
  /// Those of the plan that are not known yet.
  void add_nodes(const job_plan& plan);

  void begun(node_id origin, std::uint64_t id) { open_[{origin, id}].begun = true; }
  void passed(node_id sink, node_id origin, std::uint64_t id) {
    if (id > complete_up_to_[index(origin)]) // else it was cut off, as it seemed
      open_[{origin, id}].sinks.insert(sink);
  }
  void ended(node_id which, std::vector<passed_probe> last);
  /// Takes out what is complete: an origin for each of its probes, in their order.
  [[nodiscard]] std::vector<node_id> take_complete();

 private:
  struct node {
    std::vector<node_id> before, behind; // without going over back edges
    bool sink = false;
    bool ended = false;
    std::vector<passed_probe> last{};
  };
  struct state {
    bool begun = false;
    std::set<node_id> sinks;
  };
  using key = std::pair<node_id, std::uint64_t>;

  [[nodiscard]] bool complete(const key& which, const state& of) const;

  std::vector<node> nodes_;
  std::map<key, state> open_;
  std::vector<std::uint64_t> complete_up_to_; // by origin; its probes come everywhere in order
};

} // namespace leat
