// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/held_items.hpp>
#include <leat/packet.hpp>

#include <algorithm>
#include <vector>

namespace leat {

/// Collects probes until they have come on every port within their reach.
class probe_gate {
 public:
  struct waiting {
    probe what;
    held_items::generation behind; // leaves when all of these are gone
    bool drained = false;
  };

  /// The probe has come on this edge; `expected` are all edges that it has to come on and that have
  /// not ended. True if it has come on all.
  bool arrived(const probe& what, edge_id on, const std::vector<edge_id>& expected) {
    auto& found = find_or_add(what);
    found.has.push_back(on);
    return take_if_complete(found, expected);
  }

  /// True, once, if no other edges are to be expected than those that it has come on.
  bool completed_by(const probe& what, const std::vector<edge_id>& expected) {
    const auto found = find(what);
    return found == open_.end() ? expected.empty() : take_if_complete(*found, expected);
  }

  /// An edge ended: returns what is complete now. `expected(probe)` gives the edges that are left.
  template <class Expected>
  std::vector<probe> recheck(Expected expected) {
    std::vector<probe> complete;
    for (std::size_t i = 0; i < open_.size();) {
      const probe what = open_[i].what;
      if (take_if_complete(open_[i], expected(what)))
        complete.push_back(what);
      else
        ++i;
    }
    return complete;
  }

  [[nodiscard]] bool empty() const { return open_.empty(); }

 private:
  struct partial {
    probe what;
    std::vector<edge_id> has;
  };

  std::vector<partial>::iterator find(const probe& what) {
    return std::find_if(open_.begin(), open_.end(),
                        [&](const partial& p) { return same_probe(p.what, what); });
  }

  partial& find_or_add(const probe& what) {
    const auto found = find(what);
    if (found != open_.end())
      return *found;
    open_.push_back({what, {}});
    return open_.back();
  }

  bool take_if_complete(partial& p, const std::vector<edge_id>& expected) {
    const bool complete = std::all_of(expected.begin(), expected.end(), [&](edge_id e) {
      return std::find(p.has.begin(), p.has.end(), e) != p.has.end();
    });
    if (complete)
      open_.erase(open_.begin() + (&p - open_.data()));
    return complete;
  }

  std::vector<partial> open_;
};

} // namespace leat
