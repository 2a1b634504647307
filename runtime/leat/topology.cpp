// SPDX-License-Identifier: BSD-3-Clause
#include <leat/pass_through.hpp>
#include <leat/vertex.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace leat {

namespace {

std::string place(const graph_step& step) {
  const auto& at = step.options.where;
  return at.line() == 0
    ? ""
    : " (" + std::string(at.file_name()) + ":" + std::to_string(at.line()) + ")";
}

/// Names that do not depend on the order of construction: from each sink upstream, inputs in their
/// order.
class names {
 public:
  explicit names(const graph& of)
    : graph_(of), seen_(of.nodes().size()), of_node_(of.nodes().size()) {
    std::vector<bool> read(of.nodes().size());
    for (auto& node : of.nodes())
      for (auto& port : node.inputs)
        for (auto& from : port)
          read[from.node] = true;
    for (std::size_t n = 0; n < of.nodes().size(); ++n)
      if (!read[n])
        visit(n);
    for (std::size_t n = 0; n < of.nodes().size(); ++n)
      visit(n);
  }
  [[nodiscard]] const std::vector<std::string>& of(std::size_t node) const {
    return of_node_[node];
  }

 private:
  void visit(std::size_t first) {
    // Each entry is visited twice: first its inputs go on the stack, then it is named.
    std::vector<std::pair<std::size_t, bool>> stack{{first, false}};
    while (!stack.empty()) {
      auto& [n, inputs_done] = stack.back();
      if (inputs_done || seen_[n]) {
        if (inputs_done)
          name(n);
        stack.pop_back();
        continue;
      }
      seen_[n] = inputs_done = true;
      const auto& inputs = graph_.nodes()[n].inputs;
      for (auto port = inputs.rbegin(); port != inputs.rend(); ++port)
        for (auto from = port->rbegin(); from != port->rend(); ++from)
          if (!seen_[from->node])
            stack.emplace_back(from->node, false);
    }
  }
  void name(std::size_t n) {
    for (auto& step : graph_.nodes()[n].steps) {
      std::string given = step.options.name.empty() ? step.kind : step.options.name;
      if (!step.options.prefix.empty())
        given = step.options.prefix + "/" + given;
      const int used = ++uses_[given];
      of_node_[n].push_back(used == 1 ? given : given + "#" + std::to_string(used));
    }
  }

  const graph& graph_;
  std::vector<bool> seen_;
  std::vector<std::vector<std::string>> of_node_;
  std::map<std::string, int> uses_;
};

void check_readers(const graph& of, const names& name, std::vector<std::string>& faults) {
  std::set<std::pair<std::size_t, std::size_t>> read;
  for (auto& node : of.nodes())
    for (auto& port : node.inputs)
      for (auto& from : port)
        read.insert({from.node, from.outlet});
  for (std::size_t n = 0; n < of.nodes().size(); ++n) {
    auto& node = of.nodes()[n];
    auto& last = node.steps.back();
    for (std::size_t o = 0; o < last.outlets.size(); ++o)
      if (!read.contains({n, o}))
        faults.push_back(
          "nobody reads the stream that '" + name.of(n).back() + "' gives" + place(last)
          + "; pipe it into a sink: | leat::discard(), if nothing is to be done with it");
    if (node.kind == node_kind::loop_head && node.inputs[0].empty())
      faults.push_back("nobody closes the loop '" + name.of(n).back() + "'" + place(last)
                       + "; pipe a stream into what p.loop<T>() gave as `back`");
  }
}

void check_parallel(const graph_step& step, const std::string& name,
                    std::vector<std::string>& faults) {
  if (step.options.parallel > 1 && step.stateful && !step.keyed)
    faults.push_back("'" + name + "'" + place(step) + " keeps state, so .parallel("
                     + std::to_string(step.options.parallel)
                     + ") needs a key: write leat::key_by(f) before it, or take .parallel away");
  if (step.options.parallel > 1 && step.one_instance)
    faults.push_back("'" + name + "'" + place(step) + " (" + step.kind
                     + ") writes to one place or speaks for the whole stream, so it has one "
                       "instance; take .parallel("
                     + std::to_string(step.options.parallel) + ") away");
}

void check_source(const graph_node& node, const std::string& name,
                  std::vector<std::string>& faults) {
  if (node.kind == node_kind::operators && node.inputs.empty()
      && node.steps.front().options.on_error.last != error_policy::action::fail)
    faults.push_back("'" + name + "'" + place(node.steps.front())
                     + " is a source: when it throws there is no item that could be skipped; use "
                       ".on_error(leat::retry(n)) or "
                       "leat::fail_job()");
}

} // namespace

topology make_topology(const graph& of, bool fuse, std::vector<std::string>& faults) {
  const names name(of);
  check_readers(of, name, faults);
  topology t;
  std::vector<std::size_t> first(of.nodes().size()), last(of.nodes().size());
  for (std::size_t n = 0; n < of.nodes().size(); ++n) {
    auto& node = of.nodes()[n];
    check_source(node, name.of(n).front(), faults);
    const bool apart =
      std::any_of(node.steps.begin(), node.steps.end(), [](auto& s) { return s.apart; });
    const bool fused = fuse && node.make_fused && !apart;
    first[n] = t.vertices.size();
    for (std::size_t s = 0; s < node.steps.size(); ++s) {
      auto& step = node.steps[s];
      check_parallel(step, name.of(n)[s], faults);
      if (s == 0 || !fused) {
        auto& fresh = t.vertices.emplace_back();
        fresh.kind = node.kind;
        fresh.make = fused ? node.make_fused : step.make_alone;
        fresh.parallel = step.options.parallel;
        fresh.ordered = step.options.ordered && step.options.parallel > 1
          && !step.keyed; // keys keep their order anyway
        fresh.ports = s > 0 ? 1 : node.inputs.size();
        if (s > 0)
          t.links.push_back({t.vertices.size() - 2, 0, t.vertices.size() - 1, 0});
      }
      auto& v = t.vertices.back();
      v.steps.push_back(&step);
      v.names.push_back(name.of(n)[s]);
      if (s + 1 == node.steps.size() || !fused)
        for (auto make : step.outlets) {
          v.outlets.push_back(make);
          v.letters.push_back(false);
        }
    }
    last[n] = t.vertices.size() - 1;
  }
  for (std::size_t n = 0; n < of.nodes().size(); ++n) {
    auto& inputs = of.nodes()[n].inputs;
    for (std::size_t port = 0; port < inputs.size(); ++port)
      for (auto& from : inputs[port])
        t.links.push_back({last[from.node], from.outlet, first[n], static_cast<int>(port)});
  }
  for (std::size_t i = 0; i < t.vertices.size(); ++i) {
    auto& v = t.vertices[i];
    for (auto* step : v.steps) {
      v.letters_outlet_of_step.push_back(v.outlets.size());
      if (!step->make_letters)
        continue;
      t.links.push_back({i, v.outlets.size(), first[step->options.letters], 0});
      v.outlets.push_back(step->make_letters);
      v.letters.push_back(true);
    }
  }
  return t;
}

std::size_t find_components(topology& t, std::vector<std::string>& faults) {
  const std::size_t n = t.vertices.size();
  std::vector<std::vector<std::size_t>> out(n);
  for (auto& link : t.links)
    out[link.from].push_back(link.to);

  // Tarjan's strongly connected components, with an explicit stack since pipelines may be long.
  std::vector<std::size_t> order(n, 0), low(n, 0), next(n, 0), open, path;
  std::vector<bool> on_open(n);
  std::size_t count = 0, components = 0;
  for (std::size_t root = 0; root < n; ++root) {
    if (order[root] != 0)
      continue;
    path.push_back(root);
    while (!path.empty()) {
      const std::size_t v = path.back();
      if (order[v] == 0) {
        order[v] = low[v] = ++count;
        open.push_back(v);
        on_open[v] = true;
      }
      if (next[v] < out[v].size()) {
        const std::size_t w = out[v][next[v]++];
        if (order[w] == 0)
          path.push_back(w);
        else if (on_open[w])
          low[v] = std::min(low[v], order[w]);
        continue;
      }
      path.pop_back();
      if (!path.empty())
        low[path.back()] = std::min(low[path.back()], low[v]);
      if (low[v] != order[v])
        continue;
      const auto begin = std::find(open.begin(), open.end(), v);
      const bool cycle =
        open.end() - begin > 1 || std::find(out[v].begin(), out[v].end(), v) != out[v].end();
      for (auto w = begin; w != open.end(); ++w) {
        on_open[*w] = false;
        if (cycle)
          t.vertices[*w].component = components;
      }
      components += cycle;
      open.erase(begin, open.end());
    }
  }

  for (auto& link : t.links)
    link.back = t.vertices[link.to].kind == node_kind::loop_head && t.vertices[link.to].component
      && t.vertices[link.from].component == t.vertices[link.to].component;

  // Without its back links a component must have no cycle: take vertices without predecessors until
  // none is left.
  std::vector<std::size_t> waits_for(n, 0);
  for (auto& link : t.links)
    waits_for[link.to] += !link.back;
  std::vector<std::size_t> ready;
  for (std::size_t v = 0; v < n; ++v)
    if (waits_for[v] == 0)
      ready.push_back(v);
  for (std::size_t i = 0; i < ready.size(); ++i)
    for (auto& link : t.links)
      if (link.from == ready[i] && !link.back && --waits_for[link.to] == 0)
        ready.push_back(link.to);
  for (std::size_t v = 0; v < n; ++v) {
    auto& vertex = t.vertices[v];
    if (waits_for[v] > 0 && vertex.component) {
      std::string through;
      for (auto& name : vertex.names)
        through += (through.empty() ? "'" : ", '") + name + "'";
      faults.push_back(
        "a cycle leads through " + through + place(*vertex.steps[0])
        + " without a loop, so nothing could tell when it is empty; lead it through p.loop<T>()");
      break;
    }
  }
  for (auto& vertex : t.vertices)
    for (std::size_t s = 0; vertex.component && s < vertex.steps.size(); ++s)
      if (vertex.steps[s]->speaks_at_end_only)
        faults.push_back("'" + vertex.names[s] + "' (" + vertex.steps[s]->kind + ")"
                         + place(*vertex.steps[s])
                         + " stands inside a loop but speaks only at its end, which would never "
                           "come; use scan, or move it "
                           "behind the loop");
  return components;
}

namespace {

/// The steps of a vertex that cannot be made again.
void check_restart(const vertex& v, const std::string& wish, std::vector<std::string>& faults) {
  for (std::size_t s = 0; s < v.steps.size(); ++s)
    if (const auto fault = v.steps[s]->fault_of_making_again(); !fault.empty())
      faults.push_back(wish + ", but '" + v.names[s] + "'" + place(*v.steps[s]) + " " + fault);
}

} // namespace

void check_restarts(const topology& t, std::vector<std::string>& faults) {
  for (std::size_t v = 0; v < t.vertices.size(); ++v)
    for (std::size_t s = 0; s < t.vertices[v].steps.size(); ++s) {
      const auto& step = *t.vertices[v].steps[s];
      if (!step.options.on_crash)
        continue;
      const auto wish = "'" + t.vertices[v].names[s] + "' is to begin afresh when it crashes";
      if (step.one_instance && step.options.on_crash->strategy != restart_strategy::one_for_all)
        faults.push_back(wish + place(step)
                         + ", but it writes to one place or speaks for the whole stream; take "
                           ".on_crash away");
      check_restart(t.vertices[v], wish, faults);
      if (step.options.on_crash->strategy == restart_strategy::one_for_all)
        for (auto& other : t.vertices)
          check_restart(other, wish + ", and all others", faults);
      if (step.options.on_crash->strategy != restart_strategy::rest_for_one)
        continue;
      std::vector<std::size_t> behind{v};
      for (std::size_t i = 0; i < behind.size(); ++i)
        for (auto& link : t.links)
          if (link.from == behind[i] && std::ranges::count(behind, link.to) == 0) {
            behind.push_back(link.to);
            check_restart(t.vertices[link.to], wish + ", and all behind it", faults);
          }
    }
}

namespace {

std::unique_ptr<operator_base> make_pass_through(std::span<kept_step* const>) {
  return std::make_unique<pass_through>();
}

std::size_t insert_between(topology& t, std::size_t link, const char* what) {
  auto& from = t.vertices[t.links[link].from];
  vertex between;
  between.make = &make_pass_through;
  between.ports = 1;
  between.outlets = {from.outlets[t.links[link].outlet]};
  between.letters = {false};
  between.names = {std::string(what) + " " + from.names.back()};
  if (from.component == t.vertices[t.links[link].to].component)
    between.component = from.component;
  t.vertices.push_back(std::move(between));
  const std::size_t added = t.vertices.size() - 1;
  t.links.push_back({added, 0, t.links[link].to, t.links[link].port, t.links[link].back});
  t.links[link].to = added;
  t.links[link].port = 0;
  t.links[link].back = false;
  return added;
}

} // namespace

void add_dealers(topology& t) {
  // What ordered instances give is gathered in turn before anyone else sees it.
  for (std::size_t v = 0, n = t.vertices.size(); v < n; ++v) {
    if (!t.vertices[v].ordered)
      continue;
    for (std::size_t outlet = 0; outlet < t.vertices[v].outlets.size(); ++outlet) {
      std::optional<std::size_t> gather;
      for (std::size_t l = 0, links = t.links.size(); l < links; ++l) {
        if (t.links[l].from != v || t.links[l].outlet != outlet || t.vertices[v].letters[outlet])
          continue;
        if (!gather) {
          gather = insert_between(t, l, "gather");
          t.vertices[*gather].gathers = true;
        } else {
          if (t.vertices[t.links[l].to].component == t.vertices[v].component)
            t.vertices[*gather].component = t.vertices[v].component;
          t.links[l].from = *gather;
          t.links[l].outlet = 0;
        }
      }
    }
  }
  // An outlet deals or scatters to one vertex only, and in turn only from one instance.
  for (std::size_t l = 0, n = t.links.size(); l < n; ++l) {
    const auto& link = t.links[l];
    if (t.vertices[link.to].parallel == 1)
      continue;
    const auto readers = std::count_if(t.links.begin(), t.links.end(), [&](auto& other) {
      return other.from == link.from && other.outlet == link.outlet;
    });
    const auto feeds = std::count_if(t.links.begin(), t.links.end(),
                                     [&](auto& other) { return other.to == link.to; });
    if (readers > 1
        || (t.vertices[link.to].ordered && (t.vertices[link.from].parallel > 1 || feeds > 1)))
      insert_between(t, l, "deal");
  }
}

} // namespace leat
