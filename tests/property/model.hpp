// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "graph.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace property {

/// Tokens of a stream that keep their order among each other, or no order at all.
struct part {
  std::vector<token> items;
  bool in_order = true;
};

/// What a vertex gives in the course of a job.
struct given {
  std::vector<part> parts;
  bool exact = true; // false: which items these are depends on the schedule
};

/// What a plain, sequential evaluation of the graph says.
struct expectation {
  std::vector<given> streams;      // by vertex; for sinks what they get
  std::set<std::string> must_fail; // one of these nodes fails the job, for certain
  std::set<std::string> may_fail;
  bool may_stall = false;  // partners may wait for each other for ever
  std::size_t handled = 0; // items, by all vertices together
  std::map<std::uint32_t, std::size_t>
    by_receipt; // how many tokens of each root sinks have when a receipt is ready
};

[[nodiscard]] expectation expect(const graph& g, std::size_t handled_at_most);

} // namespace property
