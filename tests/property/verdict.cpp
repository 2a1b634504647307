// SPDX-License-Identifier: BSD-3-Clause
#include "verdict.hpp"

#include "watch.hpp"

#include <algorithm>
#include <map>

namespace property {

namespace {

std::string to_text(const token& t) {
  return std::to_string(t.id) + " of root " + std::to_string(t.root) + " life "
    + std::to_string(t.life) + (t.late ? " late" : "");
}

void check_order(std::size_t v, const given& expected, const std::vector<token>& arrived) {
  struct place {
    std::size_t part, at;
    bool unique;
  };
  std::map<token, place> places;
  for (std::size_t p = 0; p < expected.parts.size(); ++p)
    for (std::size_t i = 0; i < expected.parts[p].items.size(); ++i) {
      const bool in_order = expected.parts[p].in_order;
      const auto [found, fresh] =
        places.try_emplace(expected.parts[p].items[i], place{p, i, in_order});
      if (!fresh)
        found->second.unique = false;
    }
  std::vector<std::size_t> next(expected.parts.size());
  for (auto& t : arrived) {
    const auto found = places.find(t);
    if (found == places.end() || !found->second.unique)
      continue;
    auto& at_least = next[found->second.part];
    require(found->second.at >= at_least,
            name_of(v) + ": the order is wrong at token " + to_text(t));
    at_least = found->second.at;
  }
}

} // namespace

void check_arrivals(const graph& g, const expectation& expected, const ends& at, bool in_full) {
  for (std::size_t v = 0; v < g.vertices.size(); ++v) {
    auto& stream = expected.streams[v];
    if (g.vertices[v].what != kind::sink || !stream.exact)
      continue;
    std::vector<token> should;
    for (auto& p : stream.parts)
      should.insert(should.end(), p.items.begin(), p.items.end());
    std::vector<token> did = at.arrived[v];
    std::sort(should.begin(), should.end());
    std::sort(did.begin(), did.end());
    std::vector<token> odd;
    std::set_difference(did.begin(), did.end(), should.begin(), should.end(),
                        std::back_inserter(odd));
    require(odd.empty(),
            name_of(v) + ": " + std::to_string(odd.size()) + " tokens arrived that should not, as "
              + (odd.empty() ? "" : to_text(odd[0])));
    if (in_full) {
      std::set_difference(should.begin(), should.end(), did.begin(), did.end(),
                          std::back_inserter(odd));
      require(odd.empty(),
              name_of(v) + ": " + std::to_string(odd.size()) + " of "
                + std::to_string(should.size()) + " tokens are missing, as "
                + (odd.empty() ? "" : to_text(odd[0])));
    }
    check_order(v, stream, at.arrived[v]);
  }
}

bool is_stall(const std::vector<leat::failure>& why) {
  return !why.empty() && why[0].what.starts_with("nothing can move any more");
}

void check_failure(const graph& g, const expectation& expected,
                   const std::vector<leat::failure>& why) {
  require(!why.empty(), "the job failed without a reason");
  const auto& first = why[0];
  if (is_stall(why)) {
    require(expected.may_stall, "the job stalled, though nothing in it can: " + first.what);
    bool named = false;
    for (std::size_t v = 0; v < g.vertices.size(); ++v)
      named = named
        || (g.vertices[v].what == kind::zip && first.what.find(name_of(v)) != std::string::npos);
    require(named, "the diagnosis of a stall names no zip: " + first.what);
    return;
  }
  require(first.what.starts_with("planned, item "),
          "the job failed by itself: " + leat::to_text(first));
  require(expected.may_fail.contains(first.node),
          "the failure names a node that does not fail: " + leat::to_text(first));
}

std::map<std::uint32_t, std::size_t> arrived_by_root(const graph& g, const expectation& expected,
                                                     const ends& at) {
  std::map<std::uint32_t, std::size_t> roots;
  for (std::size_t v = 0; v < g.vertices.size(); ++v)
    if (g.vertices[v].what == kind::sink && expected.streams[v].exact)
      for (auto& t : at.arrived[v])
        roots[t.root] += t.late ? 0 : 1;
  return roots;
}

} // namespace property
