// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/input.hpp>
#include <leat/own.hpp>

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace leat::testing {

/// A sink that takes as many items as a test asks for, so that back-pressure can be seen:
///
///     sink_probe<int> probe(p);
///     numbers | probe;
///     simulation sim(p);
///     probe.request(2);
///     sim.settle();
///     probe.items() == std::vector{1, 2}
///
/// It is made before the pipeline starts, and asked for nothing it takes nothing: what it does not
/// take waits on its edge, and slows the producer. The counterpart, a source that a test feeds, is
/// `pipeline::input`: `try_push` says whether there is room, `closed()` whether anyone still
/// listens. For the thread of the simulation.
template <class T>
class sink_probe {
 public:
  explicit sink_probe(pipeline& p) : sink_probe(p.input<std::size_t>()) {}

  /// Lets n more items in.
  void request(std::size_t n) { static_cast<void>(demand_.push(n)); }
  /// Wants no more: its producer is told to end.
  void cancel() { static_cast<void>(demand_.push(0)); }

  /// What it has taken so far.
  [[nodiscard]] const std::vector<T>& items() const noexcept { return seen_->items; }
  /// Whether the stream has ended, and all of it has been taken.
  [[nodiscard]] bool ended() const noexcept { return seen_->ended; }

  /// `stream | probe`
  template <stream_like S>
  void attach(S&& s) & {
    op(taking{seen_}, stream<T>(std::forward<S>(s)), asked_);
  }

 private:
  struct seen {
    std::vector<T> items;
    std::size_t wanted = 0;
    bool ended = false;
  };
  struct taking {
    using output = void;
    std::shared_ptr<seen> into;

    [[nodiscard]] bool wants(int port) const { return port == 1 || into->wanted > 0; }
    void on_item(port<0>, T item, context<void>&) const {
      --into->wanted;
      into->items.push_back(std::move(item));
    }
    void on_item(port<1>, std::size_t more, context<void>& c) const {
      into->wanted += more;
      if (more == 0)
        c.done();
    }
    void on_port_end(int port, context<void>& c) const {
      if (port != 0)
        return;
      into->ended = true;
      c.done();
    }
  };

  explicit sink_probe(input_parts<std::size_t> demand)
    : asked_(std::move(demand.items)), demand_(std::move(demand.in)) {}

  std::shared_ptr<seen> seen_ = std::make_shared<seen>();
  stream<std::size_t> asked_;
  input<std::size_t> demand_;
};

} // namespace leat::testing
