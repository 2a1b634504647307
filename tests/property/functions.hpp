// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include "graph.hpp"

#include <cstddef>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace property {

// What the vertices do to one token: called by the pipeline and by the model alike.

struct changed {
  std::uint64_t vertex;
  token operator()(token t) const {
    t.id = mix(t.id, vertex);
    return t;
  }
};

/// The same, for what receipts don't wait for.
struct made_late {
  std::uint64_t vertex;
  token operator()(token t) const {
    t.id = mix(t.id, vertex);
    t.late = true;
    return t;
  }
};

struct kept {
  std::uint64_t vertex;
  bool operator()(const token& t) const { return mix(t.id, vertex) % 4 != 0; }
};

struct aged {
  std::uint64_t vertex;
  token operator()(token t) const {
    t.id = mix(t.id, vertex);
    t.life -= t.life > 0 ? 1 : 0;
    t.late = true;
    return t;
  }
};

struct alive {
  bool operator()(const token& t) const { return t.life > 0; }
};

/// None to n + 1 tokens.
struct members {
  std::uint64_t vertex;
  std::size_t n = 1;
  std::vector<token> operator()(const token& t) const {
    std::vector<token> all(mix(t.id, vertex + 1) % (n + 2), t);
    for (std::size_t i = 0; i < all.size(); ++i)
      all[i].id = mix(t.id, vertex + 1000 * i);
    return all;
  }
};

struct paired {
  std::uint64_t vertex;
  token operator()(const token& a, const token& b) const {
    return {mix(mix(a.id, b.id), vertex), a.root, std::min(a.life, b.life), true, a.ballast};
  }
};

struct planned_failure : std::runtime_error {
  explicit planned_failure(std::uint64_t id)
    : std::runtime_error("planned, item " + std::to_string(id)) {}
};

/// A map that throws for some items; for the first attempts only, if the vertex recovers.
class failing {
 public:
  failing(std::uint64_t vertex, const property::vertex& v)
    : vertex_(vertex), one_in_(v.fails_one_in), retries_(v.recovers ? v.retries : -1) {}

  [[nodiscard]] bool hits(const token& t) const {
    return one_in_ != 0 && mix(t.id, vertex_ + 7777) % one_in_ == 0;
  }

  token operator()(const token& t) {
    if (hits(t) && (retries_ < 0 || ++attempts_[t.id] <= retries_))
      throw planned_failure(t.id);
    attempts_.erase(t.id);
    return changed{vertex_}(t);
  }

 private:
  std::uint64_t vertex_;
  std::uint64_t one_in_;
  int retries_; // after which it works; negative: never
  std::unordered_map<std::uint64_t, int> attempts_;
};

} // namespace property
