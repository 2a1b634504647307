// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/copyable.hpp>
#include <leat/graph.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class Stream, class Tail>
class handle;

/// What all streams are: one output of a node.
class stream_base {
 public:
  stream_base(std::shared_ptr<graph> in, stream_position at) : graph_(std::move(in)), at_(at) {}

  [[nodiscard]] const std::shared_ptr<graph>& owner() const noexcept { return graph_; }
  [[nodiscard]] stream_position position() const noexcept { return at_; }
  /// Ends the node: what is piped on from here begins another one.
  void end_node() const { graph_->node(at_.node).ended = true; }
  [[nodiscard]] graph_step& last_step() const { return graph_->node(at_.node).steps.back(); }

 private:
  std::shared_ptr<graph> graph_;
  stream_position at_;
};

template <class Self>
class stream_options;

} // namespace detail

/// A typed handle to one output of the graph. Piped into an operator it gives another stream; used
/// twice it branches. A stream of items that cannot be copied goes one way: `std::move(s) | ...`.
template <class T>
class [[nodiscard]] stream : public detail::stream_base {
 public:
  using item_type = T; // what travels
  using seen_type = T; // what functions see
  using key_type = void;

  using stream_base::stream_base;
  stream(const stream&) requires copyable_item<T>
  = default;
  stream(stream&&) = default;
  stream& operator=(const stream&) requires copyable_item<T>
  = default;
  stream& operator=(stream&&) = default;
  ~stream() = default;

  template <class Tail>
  requires copyable_item<T>
  explicit(false) stream(const detail::handle<stream, Tail>& pipe) : stream_base(pipe.ended()) {}
  template <class Tail>
  explicit(false) stream(detail::handle<stream, Tail>&& pipe) : stream_base(pipe.ended()) {}
};

/// A stream whose items belong to keys: stateful operators behind it work per key. What travels is
/// `keyed<K, T>`; functions see T.
template <class K, class T>
class [[nodiscard]] keyed_stream : public detail::stream_base {
 public:
  using item_type = keyed<K, T>;
  using seen_type = T;
  using key_type = K;

  using stream_base::stream_base;
  template <class Tail>
  explicit(false) keyed_stream(const detail::handle<keyed_stream, Tail>& pipe)
    : stream_base(pipe.ended()) {}
  template <class Tail>
  explicit(false) keyed_stream(detail::handle<keyed_stream, Tail>&& pipe)
    : stream_base(pipe.ended()) {}
};

namespace detail {

/// A stream that knows the static type of its node's tail, so that the next element-wise operator
/// can join the node's loop. A copy, a conversion to the plain stream or a use as an lvalue ends
/// the node.
template <class Stream, class Tail>
class handle : public Stream {
 public:
  using tail_type = Tail;

  handle(std::shared_ptr<graph> in, stream_position at) : Stream(std::move(in), at) {}
  handle(const handle& other) requires std::copy_constructible<Stream>
    : Stream(static_cast<const Stream&>(other)) {
    other.ended();
  }
  handle(handle&&) = default;
  handle& operator=(const handle& other) requires std::copy_constructible<Stream> {
    other.ended();
    Stream::operator=(static_cast<const Stream&>(other));
    return *this;
  }
  handle& operator=(handle&&) = default;
  ~handle() = default;

  /// Ends the node and gives the plain handle.
  [[nodiscard]] stream_base ended() const {
    auto& node = this->owner()->node(this->position().node);
    node.ended = true;
    if constexpr (requires { Tail::size; })
      if (node.steps.size() == Tail::size)
        node.make_fused = &Tail::make;
    return stream_base(this->owner(), this->position());
  }

  // -- options of the operator that made the stream, before its first use
  [[nodiscard]] handle named(std::string name) && {
    return set([&](auto& o) { o.name = std::move(name); });
  }
  [[nodiscard]] handle parallel(std::size_t n) && {
    return set_apart([&](auto& o) { o.parallel = n; });
  }
  [[nodiscard]] handle ordered() && {
    return set_apart([](auto& o) { o.ordered = true; });
  }
  [[nodiscard]] handle own_actor() && {
    return set_apart([](auto& o) { o.own_actor = true; });
  }
  [[nodiscard]] handle blocking() && {
    return set_apart([](auto& o) { o.blocking = true; });
  }
  [[nodiscard]] handle budget(leat::budget b) && {
    return set_apart([&](auto& o) { o.budget = b; });
  }
  [[nodiscard]] handle placed_on(std::string label) && {
    return set_apart([&](auto& o) { o.label = std::move(label); });
  }
  [[nodiscard]] handle on_crash(restart how) && {
    require_sensible(how);
    return set_apart([&](auto& o) { o.on_crash = how; });
  }
  [[nodiscard]] handle on_error(error_policy policy) && {
    return set([&](auto& o) { o.on_error = policy; });
  }

 private:
  template <class F>
  handle set(F change) {
    change(this->last_step().options);
    return std::move(*this);
  }
  template <class F>
  handle set_apart(F change) {
    this->last_step().apart = true;
    static_cast<void>(ended());
    return set(change);
  }
};

template <class T, class Tail>
using pipe = handle<stream<T>, Tail>;
template <class K, class T, class Tail>
using keyed_pipe = handle<keyed_stream<K, T>, Tail>;

template <class T>
void test_stream(const stream<T>&);
template <class K, class T>
void test_stream(const keyed_stream<K, T>&);

} // namespace detail

template <class S>
concept stream_like = std::derived_from<std::remove_cvref_t<S>, detail::stream_base>;

} // namespace leat
