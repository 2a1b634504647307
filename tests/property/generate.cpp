// SPDX-License-Identifier: BSD-3-Clause
#include "graph.hpp"
#include "model.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <sstream>

namespace property {

std::string name_of(std::size_t vertex) { return std::to_string(vertex).insert(0, 1, 'v'); }

bool graph::has(kind what) const {
  return std::any_of(vertices.begin(), vertices.end(), [&](auto& v) { return v.what == what; });
}

std::vector<std::vector<std::size_t>> graph::readers() const {
  std::vector<std::vector<std::size_t>> all(vertices.size());
  for (std::size_t v = 0; v < vertices.size(); ++v)
    for (auto from : vertices[v].inputs)
      all[from].push_back(v);
  return all;
}

std::string to_text(const graph& g) {
  static constexpr std::array names{
    "source", "input", "loop", "back", "map", "run", "filter", "flat_map",
    "merge", "zip", "take", "unique", "delay", "rate_limit", "partition", "call",
    "hold", "parallel", "ordered", "keyed", "letters", "sink"};
  static constexpr std::array policies{"fail", "skip", "retry", "letters"};
  std::ostringstream text;
  for (std::size_t i = 0; i < g.vertices.size(); ++i) {
    auto& v = g.vertices[i];
    text << "  " << name_of(i) << " " << names[static_cast<std::size_t>(v.what)];
    for (auto from : v.inputs)
      text << " " << name_of(from);
    if (v.n != 1)
      text << ", n " << v.n;
    if (v.time > leat::duration::zero())
      text << ", " << v.time / std::chrono::microseconds(1) << " us";
    if (v.budget)
      text << ", budget " << v.budget->size()
           << (v.budget->in() == leat::unit::items ? " items" : " bytes");
    if (v.what == kind::call && !v.in_order)
      text << ", unordered";
    if (v.fails_one_in != 0)
      text << ", fails one in " << v.fails_one_in << ": "
           << policies[static_cast<std::size_t>(v.on_error)] << " x" << v.retries
           << (v.recovers ? " recovers" : "") << " then "
           << policies[static_cast<std::size_t>(v.last)];
    if (!v.items.empty())
      text << ", " << v.items.size() << " items";
    text << "\n";
  }
  return text.str();
}

namespace {

class generator {
 public:
  generator(std::uint64_t seed, const limits& most) : random_(seed), most_(most) {}

  graph make() {
    for (std::size_t n = 1 + below(3); n > 0; --n)
      add_source();
    const std::size_t size = 1 + below(most_.vertices);
    while (graph_.vertices.size() < size)
      add_any();
    close_loops();
    add_sinks();
    return std::move(graph_);
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  bool once_in(std::uint64_t n) { return below(n) == 0; }

  std::size_t add(vertex v) {
    if (once_in(3))
      v.budget = once_in(2) ? leat::budget(leat::items(1 + below(9)))
                            : leat::budget(leat::bytes(16 + below(1500)));
    graph_.vertices.push_back(std::move(v));
    return graph_.vertices.size() - 1;
  }

  void add_source() {
    vertex v{.what = once_in(3) ? kind::input : kind::source};
    const std::size_t n = once_in(8) ? 0 : 1 + below(most_.items);
    for (std::size_t i = 0; i < n; ++i) {
      ++roots_;
      const std::size_t ballast = once_in(4) ? below(2000) : 0;
      v.items.push_back({mix(roots_, 0), roots_,
                         static_cast<std::uint32_t>(below(most_.loops ? 8 : 4)), false,
                         std::string(ballast, 'x')});
    }
    add(std::move(v));
  }

  /// Streams made last are likelier, so that graphs grow long as well as wide.
  std::size_t any_stream() {
    const std::size_t n = graph_.vertices.size();
    for (;;) {
      const std::size_t v = once_in(2) ? n - 1 - below(std::min<std::size_t>(n, 3)) : below(n);
      if (graph_.vertices[v].what != kind::sink)
        return v;
    }
  }

  void may_fail(vertex& v) {
    if (!once_in(3))
      return;
    v.on_error = static_cast<policy>(once_in(4) ? 0 : 1 + below(3));
    v.last = once_in(6)                   ? policy::fail
      : once_in(2) && v.what == kind::map ? policy::letters
                                          : policy::skip;
    if (v.on_error == policy::letters && v.what != kind::map)
      v.on_error = policy::skip;
    v.fails_one_in = v.on_error == policy::fail ? 60 : 2 + below(10);
    v.retries = v.on_error == policy::retry ? static_cast<int>(1 + below(3)) : 0;
    v.recovers = v.on_error == policy::retry && v.what != kind::call
      && once_in(2); // calls of equal items overlap
  }

  void add_any() {
    static constexpr std::array kinds{kind::loop, kind::loop, kind::map, kind::map,
                                      kind::run, kind::filter, kind::flat_map, kind::merge,
                                      kind::merge, kind::zip, kind::zip, kind::take, kind::unique,
                                      kind::delay, kind::rate_limit, kind::partition, kind::call,
                                      kind::hold, kind::parallel, kind::ordered, kind::keyed};
    static constexpr std::array in_loops{kind::loop, kind::loop, kind::merge, kind::map,
                                         kind::delay, kind::hold, kind::call, kind::partition};
    vertex v{.what = most_.loops ? in_loops[below(in_loops.size())] : kinds[below(kinds.size())]};
    if (v.what == kind::loop) {
      const std::size_t outside = any_stream();
      loops_.push_back(add(std::move(v)));
      if (!once_in(4)) // else others may lead into it, or nothing
        add({.what = kind::merge, .inputs = {outside, loops_.back()}});
      return;
    }
    if (v.what == kind::zip && once_in(2))
      return add_diamond();
    v.inputs.push_back(any_stream());
    if (v.what == kind::zip || v.what == kind::merge)
      v.inputs.push_back(any_stream());
    if (v.what == kind::merge && once_in(3))
      v.inputs.push_back(any_stream());
    if (v.what == kind::zip && v.inputs[0] == v.inputs[1] && !once_in(3))
      v.what = kind::merge;
    if (v.what == kind::merge)
      deduplicate(v.inputs);
    if (v.what == kind::map || v.what == kind::parallel || v.what == kind::ordered
        || v.what == kind::call)
      may_fail(v);
    v.n = v.what == kind::flat_map ? 1 : 1 + below(v.what == kind::take ? 12 : 4);
    if (v.what == kind::delay || v.what == kind::rate_limit || v.what == kind::hold
        || (v.what == kind::partition && once_in(2)))
      v.time = std::chrono::microseconds(100 * (1 + below(20)));
    v.in_order = once_in(2);
    const bool letters =
      v.on_error == policy::letters || (v.on_error == policy::retry && v.last == policy::letters);
    const std::size_t made = add(std::move(v));
    if (letters)
      add({.what = kind::letters, .inputs = {made}});
  }

  /// A zip of a stream with what is more, or less, than it: goes on as long as the budgets last.
  void add_diamond() {
    const std::size_t from = once_in(2) ? 0 : any_stream(); // the first is a source
    const std::size_t changed =
      add({.what = once_in(4) ? kind::filter : kind::flat_map, .inputs = {from}, .n = 4});
    const std::size_t zip = add({.what = kind::zip, .inputs = {from, changed}});
    if (!once_in(3))
      graph_.vertices[changed].budget = graph_.vertices[zip].budget = leat::budget(leat::items(1));
  }

  static void deduplicate(std::vector<std::size_t>& v) {
    std::sort(v.begin(), v.end());
    v.erase(std::unique(v.begin(), v.end()), v.end());
  }

  [[nodiscard]] std::vector<std::size_t> reachable_from(std::size_t v) const {
    std::vector<bool> seen(graph_.vertices.size());
    seen[v] = true;
    std::vector<std::size_t> all{v};
    for (std::size_t w = v + 1; w < graph_.vertices.size(); ++w) {
      auto& in = graph_.vertices[w].inputs;
      seen[w] = graph_.vertices[w].what != kind::loop
        && std::any_of(in.begin(), in.end(), [&](auto from) { return seen[from]; });
      if (seen[w])
        all.push_back(w);
    }
    return all;
  }

  void close_loops() {
    for (auto loop : loops_)
      if (graph_.vertices.size() - 1 == loop
          || !read(loop)) // something should stand in it, and something lead into it
        add({.what = kind::merge, .inputs = {std::min(loop, any_stream()), loop}});
    std::vector<std::pair<std::size_t, std::size_t>> backs;
    for (auto loop : loops_)
      for (std::size_t n = once_in(3) ? 2 : 1; n > 0; --n) {
        const auto inside = reachable_from(loop);
        const auto from = once_in(5)
          ? any_stream()
          : inside[inside.size() - 1 - below(std::min<std::size_t>(inside.size(), 4))];
        backs.emplace_back(loop, add({.what = kind::back, .inputs = {from}}));
      }
    for (auto [loop, back] : backs)
      graph_.vertices[loop].inputs.push_back(back);
    for (auto& v : graph_.vertices)
      if (v.what == kind::merge)
        deduplicate(v.inputs);
  }

  [[nodiscard]] bool read(std::size_t stream) const { return !graph_.readers()[stream].empty(); }

  void add_sinks() {
    const auto readers = graph_.readers();
    for (std::size_t v = 0; v < readers.size(); ++v) {
      const bool main_read = std::any_of(readers[v].begin(), readers[v].end(), [&](auto r) {
        return graph_.vertices[r].what != kind::letters;
      });
      if (!main_read || once_in(4))
        add({.what = kind::sink, .inputs = {v}});
    }
  }

  std::mt19937_64 random_;
  limits most_;
  graph graph_;
  std::vector<std::size_t> loops_;
  std::uint32_t roots_ = 0;
};

} // namespace

graph random_graph(std::uint64_t seed, const limits& most) {
  for (std::uint64_t attempt = 0;; ++attempt) {
    graph made = generator(mix(seed, attempt), most).make();
    if (expect(made, most.handled).handled <= most.handled)
      return made;
  }
}

} // namespace property
