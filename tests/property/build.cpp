// SPDX-License-Identifier: BSD-3-Clause
#include "build.hpp"

#include "functions.hpp"
#include <leat/combine.hpp>
#include <leat/delay.hpp>
#include <leat/filter.hpp>
#include <leat/flat_map.hpp>
#include <leat/flatten.hpp>
#include <leat/for_each.hpp>
#include <leat/from_range.hpp>
#include <leat/key_by.hpp>
#include <leat/letters.hpp>
#include <leat/loop_stream.hpp>
#include <leat/map.hpp>
#include <leat/map_async.hpp>
#include <leat/own.hpp>
#include <leat/partition.hpp>
#include <leat/rate_limit.hpp>
#include <leat/take.hpp>
#include <leat/unique.hpp>

#include <deque>
#include <optional>
#include <tuple>
#include <utility>

namespace property {

namespace {

using leat::stream;

/// An operator of a user's: gives each item out some time after the one before it.
class holder {
 public:
  using output = token;
  holder(std::uint64_t vertex, leat::duration apart) : vertex_(vertex), apart_(apart) {}
  holder(holder&&) = default; // what is held is not copied

  void on_item(const token& t, leat::context<token>& c) {
    waiting_.push_back(c.hold(changed{vertex_}(t)));
    if (waiting_.size() == 1)
      c.set_timer("next", c.now() + apart_);
  }
  void on_timer(std::string_view, leat::context<token>& c) {
    c.push(std::move(waiting_.front()));
    waiting_.pop_front();
    if (!waiting_.empty())
      c.set_timer("next", c.now() + apart_);
  }

 private:
  std::uint64_t vertex_;
  leat::duration apart_;
  std::deque<leat::held<token>> waiting_;
};

class builder {
 public:
  builder(const graph& g, leat::pipeline& into, ends& at)
    : graph_(g), pipeline_(into), ends_(at), streams_(g.vertices.size()) {
    ends_.arrived.resize(g.vertices.size());
    for (std::size_t v = 0; v < g.vertices.size(); ++v)
      if (g.vertices[v].what == kind::letters) {
        auto parts = pipeline_.dead_letters<token>();
        boxes_.emplace(g.vertices[v].inputs[0], parts.box);
        letters_.emplace(v, std::move(parts.items));
      } else if (g.vertices[v].what == kind::loop) {
        auto parts = pipeline_.loop<token>({.name = name_of(v)});
        backs_.emplace(v, std::move(parts.back));
        streams_[v] = std::move(parts.items);
      }
    for (std::size_t v = 0; v < g.vertices.size(); ++v)
      if (g.vertices[v].what != kind::loop)
        add(v);
    for (auto& [v, back] : backs_)
      for (auto from : g.vertices[v].inputs)
        input(from) | back;
  }

 private:
  const stream<token>& input(std::size_t v) { return *streams_[v]; }

  /// The budget stands at the vertex's first operator.
  template <class Left, class Spec>
  stream<token> with_options(Left&& left, Spec spec, std::size_t v) {
    auto named = std::move(spec).named(name_of(v));
    if (graph_.vertices[v].budget)
      return std::forward<Left>(left) | std::move(named).budget(*graph_.vertices[v].budget);
    return std::forward<Left>(left) | std::move(named);
  }
  template <class Spec>
  stream<token> with_options(std::size_t v, Spec spec) {
    return with_options(input(graph_.vertices[v].inputs[0]), std::move(spec), v);
  }

  static leat::error_policy simple(policy p) {
    return p == policy::skip ? leat::skip_item() : leat::fail_job();
  }
  static leat::retry_policy retries(const vertex& at) {
    return leat::retry(
      at.retries,
      {.first = std::chrono::microseconds(300), .at_most = std::chrono::milliseconds(1)});
  }

  template <class Spec>
  stream<token> with_policy(std::size_t v, Spec spec) {
    auto& at = graph_.vertices[v];
    if (at.fails_one_in == 0 || at.on_error == policy::fail)
      return with_options(v, std::move(spec));
    if (at.on_error == policy::retry)
      return with_options(v, std::move(spec).on_error(retries(at).then(simple(at.last))));
    return with_options(v, std::move(spec).on_error(simple(at.on_error)));
  }

  stream<token> mapped(std::size_t v) {
    auto& at = graph_.vertices[v];
    const auto box = boxes_.find(v);
    if (box == boxes_.end())
      return with_policy(v, leat::map(failing(v, at)));
    if (at.on_error == policy::retry)
      return with_options(v, leat::map(failing(v, at)).on_error(retries(at)).on_error(box->second));
    return with_options(v, leat::map(failing(v, at)).on_error(box->second));
  }

  stream<token> merged(std::size_t v) {
    std::vector<stream<token>> all;
    for (auto from : graph_.vertices[v].inputs)
      all.push_back(input(from));
    auto one = leat::merge(all).named(name_of(v));
    return graph_.vertices[v].budget
      ? stream<token>(std::move(one).budget(*graph_.vertices[v].budget))
      : stream<token>(std::move(one));
  }

  stream<token> zipped(std::size_t v) {
    auto& at = graph_.vertices[v];
    auto tuples = leat::zip(input(at.inputs[0]), input(at.inputs[1])).named(name_of(v));
    if (at.budget)
      return stream<std::tuple<token, token>>(std::move(tuples).budget(*at.budget))
        | leat::map(paired{v});
    return stream<std::tuple<token, token>>(std::move(tuples)) | leat::map(paired{v});
  }

  stream<token> keyed(std::size_t v) {
    auto& at = graph_.vertices[v];
    auto of_key = input(at.inputs[0]) | leat::key_by([](const token& t) { return t.root % 5; });
    auto done = std::move(of_key) | leat::map(failing(v, at)).named(name_of(v)).parallel(at.n);
    return std::move(done)
      | leat::map([](const leat::keyed<std::uint32_t, token>& k) { return k.value; });
  }

  void add(std::size_t v) {
    auto& at = graph_.vertices[v];
    switch (at.what) {
    case kind::source:
      if (v % 2 == 0)
        streams_[v] = pipeline_ | leat::from_range(at.items).named(name_of(v));
      else
        streams_[v] = pipeline_ | leat::from_range(at.items).named(name_of(v))
          | leat::filter([](const token&) { return true; });
      return;
    case kind::input: {
      auto parts = pipeline_.input<token>(at.budget.value_or(leat::budget()));
      ends_.inputs.emplace(v, std::move(parts.in));
      streams_[v] = std::move(parts.items);
      return;
    }
    case kind::back:
      streams_[v] = with_options(v, leat::map(aged{v})) | leat::filter(alive{});
      return;
    case kind::run:
      streams_[v] = input(at.inputs[0]) | leat::map(changed{v}).named(name_of(v))
        | leat::filter(kept{v}) | leat::map(changed{v + 500});
      return;
    case kind::map:
      streams_[v] = mapped(v);
      return;
    case kind::filter:
      streams_[v] = with_options(v, leat::filter(kept{v}));
      return;
    case kind::flat_map:
      streams_[v] = with_options(v, leat::flat_map(members{v, at.n}));
      return;
    case kind::merge:
      streams_[v] = merged(v);
      return;
    case kind::zip:
      streams_[v] = zipped(v);
      return;
    case kind::take:
      streams_[v] = with_options(v, leat::take(at.n))
        | leat::map(made_late{v}); // its end may overtake receipts
      return;
    case kind::unique:
      streams_[v] = with_options(
        v, leat::unique([](const token& t) { return std::tuple(t.id, t.root, t.life, t.late); }));
      return;
    case kind::delay:
      streams_[v] = with_options(v, leat::delay(at.time));
      return;
    case kind::rate_limit:
      streams_[v] = with_options(v, leat::rate_limit(at.time));
      return;
    case kind::partition: {
      stream<std::vector<token>> groups =
        input(at.inputs[0]) | leat::partition(at.n, {.timeout = at.time}).named(name_of(v));
      if (at.time > leat::duration::zero())
        streams_[v] = groups | leat::flatten() | leat::map(changed{v});
      else
        streams_[v] = groups | leat::flatten() | leat::map(made_late{v});
      return;
    }
    case kind::call: {
      const leat::map_async_options options{.in_flight = at.n,
                                            .order = at.in_order ? leat::async_order::ordered
                                                                 : leat::async_order::unordered};
      const auto start = [f = failing(v, at)](const token& t,
                                              const leat::completion<token>& done) mutable {
        done(f(t));
      };
      streams_[v] = with_policy(v, leat::map_async<token>(start, options));
      return;
    }
    case kind::hold:
      streams_[v] = with_options(v, leat::op(holder(v, at.time)));
      return;
    case kind::parallel:
      streams_[v] = with_policy(v, leat::map(failing(v, at)).parallel(at.n));
      return;
    case kind::ordered:
      streams_[v] = with_policy(v, leat::map(failing(v, at)).parallel(at.n).ordered());
      return;
    case kind::keyed:
      streams_[v] = keyed(v);
      return;
    case kind::letters:
      streams_[v] = letters_.at(v)
        | leat::map([v](const leat::dead_letter<token>& l) { return changed{v}(l.item); });
      return;
    case kind::sink: {
      auto write = leat::for_each([&to = ends_.arrived[v]](const token& t) {
                     to.push_back(t);
                   }).named(name_of(v));
      if (at.budget)
        input(at.inputs[0]) | std::move(write).budget(*at.budget);
      else
        input(at.inputs[0]) | std::move(write);
      return;
    }
    default:
      throw std::logic_error("no pipeline for this kind");
    }
  }

  const graph& graph_;
  leat::pipeline& pipeline_;
  ends& ends_;
  std::vector<std::optional<stream<token>>> streams_;
  std::map<std::size_t, leat::letter_box<token>> boxes_; // by the vertex that fails
  std::map<std::size_t, stream<leat::dead_letter<token>>> letters_;
  std::map<std::size_t, leat::loop_back<token>> backs_;
};

} // namespace

void build(const graph& g, leat::pipeline& into, ends& at) { builder(g, into, at); }

} // namespace property
