// SPDX-License-Identifier: BSD-3-Clause
#include "model.hpp"

#include "functions.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <numeric>

namespace property {

namespace {

class evaluation {
 public:
  evaluation(const graph& g, std::size_t at_most)
    : graph_(g), at_most_(at_most), delta_(g.vertices.size()), seen_(g.vertices.size()),
      waiting_(g.vertices.size()), letters_(g.vertices.size()), taken_(g.vertices.size()) {
    result_.streams.resize(g.vertices.size());
  }

  expectation run() {
    find_inexact();
    for (bool first = true; first || any_back(); first = false) {
      one_round(first);
      if (result_.handled > at_most_)
        return std::move(result_);
    }
    find_stalls();
    find_failures();
    for (std::size_t v = 0; v < graph_.vertices.size(); ++v)
      if (graph_.vertices[v].what == kind::sink && result_.streams[v].exact)
        for (auto& p : result_.streams[v].parts)
          for (auto& t : p.items)
            result_.by_receipt[t.root] += t.late ? 0 : 1;
    for (std::size_t v = 0; v < graph_.vertices.size(); ++v)
      if (ends_early_[v]) // an input that nobody listens to gives its receipts at once
        for (auto& t : graph_.vertices[v].items)
          result_.by_receipt.erase(t.root);
    return std::move(result_);
  }

 private:
  using parts = std::vector<part>;

  [[nodiscard]] bool any_back() const {
    for (auto& v : graph_.vertices)
      if (v.what == kind::loop)
        for (auto from : v.inputs)
          if (!delta_[from].empty())
            return true;
    return false;
  }

  void one_round(bool first) {
    const auto before = delta_;
    for (std::size_t v = 0; v < graph_.vertices.size(); ++v) {
      auto& at = graph_.vertices[v];
      parts in;
      for (auto from : at.inputs) {
        auto& source = at.what == kind::loop ? before[from]
          : at.what == kind::letters         ? letters_[from]
                                             : delta_[from];
        in.insert(in.end(), source.begin(), source.end());
      }
      parts out = at.what == kind::zip ? zipped(v) : evaluate(v, std::move(in), first);
      std::erase_if(out, [](auto& p) { return p.items.empty(); });
      for (auto& p : out)
        result_.handled += p.items.size();
      auto& all = result_.streams[v].parts;
      all.insert(all.end(), out.begin(), out.end());
      delta_[v] = std::move(out);
    }
    for (auto& l : letters_)
      l.clear();
  }

  parts evaluate(std::size_t v, parts in, bool first) {
    auto& at = graph_.vertices[v];
    switch (at.what) {
    case kind::source:
    case kind::input:
      return first ? parts{{at.items, true}} : parts{};
    case kind::loop:
      return disordered(std::move(in));
    case kind::back:
      return each(std::move(in), [&](const token& t, auto put) {
        if (token old = aged{v}(t); alive{}(old))
          put(std::move(old));
      });
    case kind::run:
      return each(std::move(in), [&](const token& t, auto put) {
        if (const token one = changed{v}(t); kept{v}(one))
          put(changed{v + 500}(one));
      });
    case kind::filter:
      return each(std::move(in), [&](const token& t, auto put) {
        if (kept{v}(t))
          put(t);
      });
    case kind::flat_map:
      return each(std::move(in), [&](const token& t, auto put) {
        for (auto& m : members{v, at.n}(t))
          put(m);
      });
    case kind::partition:
      return each(std::move(in), [&](const token& t, auto put) {
        put(at.time > leat::duration::zero() ? changed{v}(t) : made_late{v}(t));
      });
    case kind::take:
      return each(first_ones(v, std::move(in)),
                  [&](const token& t, auto put) { put(made_late{v}(t)); });
    case kind::unique:
      in = each(std::move(in), [&](const token& t, auto put) {
        if (seen_[v].insert(t).second)
          put(t);
      });
      return in.size() > 1 ? disordered(std::move(in)) : in;
    case kind::map:
    case kind::parallel:
    case kind::ordered:
    case kind::call:
      in = mapped(v, std::move(in));
      return at.what == kind::parallel || (at.what == kind::call && !at.in_order)
        ? disordered(std::move(in))
        : in;
    case kind::keyed:
      return by_key(mapped(v, std::move(in)));
    case kind::letters:
    case kind::hold:
      return each(std::move(in), [&](const token& t, auto put) { put(changed{v}(t)); });
    default:
      return in;
    }
  }

  template <class F>
  static parts each(parts in, F f) {
    for (auto& p : in) {
      std::vector<token> out;
      for (auto& t : p.items)
        f(t, [&](token made) { out.push_back(std::move(made)); });
      p.items = std::move(out);
    }
    return in;
  }

  static parts disordered(parts in) {
    for (auto& p : in)
      p.in_order = false;
    return in;
  }

  static parts by_key(const parts& in) {
    parts out;
    for (auto& p : in) {
      std::map<std::uint32_t, part> keys;
      for (auto& t : p.items) {
        auto& of_key = keys[t.root % 5];
        of_key.in_order = p.in_order;
        of_key.items.push_back(t);
      }
      for (auto& [unused, of_key] : keys)
        out.push_back(std::move(of_key));
    }
    return out;
  }

  parts mapped(std::size_t v, parts in) {
    auto& at = graph_.vertices[v];
    const failing f(v, at);
    parts out = each(in, [&](const token& t, auto put) {
      if (!f.hits(t) || at.recovers)
        put(changed{v}(t));
    });
    const policy last = at.on_error == policy::retry ? at.last : at.on_error;
    for (auto& p : in) {
      std::erase_if(p.items, [&](auto& t) { return !f.hits(t) || at.recovers; });
      if (p.items.empty())
        continue;
      if (last == policy::letters)
        letters_[v].push_back({p.items, p.in_order && at.what == kind::map});
      if (last == policy::fail && certain(v))
        result_.must_fail.insert(name_of(v));
    }
    return out;
  }

  parts first_ones(std::size_t v, parts in) {
    for (auto& p : in) {
      p.items.resize(std::min(p.items.size(), graph_.vertices[v].n - taken_[v]));
      taken_[v] += p.items.size();
    }
    return in;
  }

  parts zipped(std::size_t v) {
    auto& at = graph_.vertices[v];
    std::array<std::deque<token>, 2>& sides = waiting_[v];
    for (std::size_t side = 0; side < 2; ++side)
      for (auto& p : delta_[at.inputs[side]])
        sides[side].insert(sides[side].end(), p.items.begin(), p.items.end());
    part out;
    for (; !sides[0].empty() && !sides[1].empty(); sides[0].pop_front(), sides[1].pop_front())
      out.items.push_back(paired{v}(sides[0].front(), sides[1].front()));
    return {out};
  }

  // -- what is certain

  /// One sequence, whatever the schedule.
  [[nodiscard]] bool sequenced(std::size_t v) const {
    auto& at = graph_.vertices[v];
    switch (at.what) {
    case kind::source:
    case kind::input:
      return true;
    case kind::loop:
    case kind::parallel:
    case kind::keyed:
      return false;
    case kind::merge:
    case kind::letters:
      return at.inputs.size() == 1 && graph_.vertices[at.inputs[0]].what == kind::map
        && sequenced(at.inputs[0]);
    case kind::call:
      return at.in_order && sequenced(at.inputs[0]);
    default:
      return std::all_of(at.inputs.begin(), at.inputs.end(),
                         [&](auto from) { return sequenced(from); });
    }
  }

  void find_inexact() {
    const std::size_t n = graph_.vertices.size();
    const auto readers = graph_.readers();
    ends_early_.assign(n, false);
    for (bool more = true; more;) {
      more = false;
      for (std::size_t v = 0; v < n; ++v) {
        bool all = !readers[v].empty(), any = false;
        for (auto r : readers[v]) {
          auto& reader = graph_.vertices[r];
          if (reader.what == kind::letters)
            continue;
          any = true;
          all = all && (reader.what == kind::take || reader.what == kind::zip || ends_early_[r]);
        }
        if (any && all && !ends_early_[v])
          ends_early_[v] = more = true;
      }
    }
    for (bool more = true; more;) {
      more = false;
      for (std::size_t v = 0; v < n; ++v) {
        auto& at = graph_.vertices[v];
        bool exact = true;
        for (auto from : at.inputs) {
          exact = exact && result_.streams[from].exact;
          if (at.what == kind::take || at.what == kind::zip)
            exact = exact && sequenced(from);
          if (at.what == kind::letters)
            exact = exact && !ends_early_[from];
        }
        if (!exact && result_.streams[v].exact) {
          result_.streams[v].exact = false;
          more = true;
        }
      }
    }
  }

  [[nodiscard]] bool certain(std::size_t v) const {
    return !ends_early_[v] && result_.streams[graph_.vertices[v].inputs[0]].exact;
  }

  /// A zip whose sides hang together without it may wait for itself.
  void find_stalls() {
    for (std::size_t z = 0; z < graph_.vertices.size(); ++z) {
      if (graph_.vertices[z].what != kind::zip)
        continue;
      std::vector<std::size_t> group(graph_.vertices.size());
      std::iota(group.begin(), group.end(), 0U);
      const std::function<std::size_t(std::size_t)> find = [&](std::size_t v) {
        return group[v] == v ? v : group[v] = find(group[v]);
      };
      for (std::size_t v = 0; v < graph_.vertices.size(); ++v)
        for (auto from : graph_.vertices[v].inputs)
          if (v != z)
            group[find(v)] = find(from);
      auto& sides = graph_.vertices[z].inputs;
      result_.may_stall = result_.may_stall || find(sides[0]) == find(sides[1])
        || find(z) == find(sides[0]) || find(z) == find(sides[1]);
    }
  }

  void find_failures() {
    for (std::size_t v = 0; v < graph_.vertices.size(); ++v) {
      auto& at = graph_.vertices[v];
      if (at.fails_one_in != 0 && (at.on_error == policy::fail || at.last == policy::fail))
        result_.may_fail.insert(name_of(v));
    }
  }

  const graph& graph_;
  std::size_t at_most_;
  std::vector<parts> delta_; // what the vertices gave in this round
  std::vector<std::set<token>> seen_;
  std::vector<std::array<std::deque<token>, 2>> waiting_;
  std::vector<parts> letters_; // that the vertices wrote in this round
  std::vector<std::size_t> taken_;
  std::vector<bool> ends_early_;
  expectation result_;
};

} // namespace

expectation expect(const graph& g, std::size_t handled_at_most) {
  return evaluation(g, handled_at_most).run();
}

} // namespace property
