// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/merge.hpp>
#include <leat/pipe.hpp>
#include <leat/zip.hpp>

#include <concepts>
#include <memory>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

namespace detail {

/// A stream as an input of a node with several: its own node ends here.
template <stream_like S>
stream_position as_input(const S& s) {
  end_left(s);
  return s.position();
}

inline void require_same_graph(const stream_base& a, const stream_base& b, const char* what) {
  if (a.owner() != b.owner())
    throw std::invalid_argument(std::string(what) + ": the streams belong to different pipelines");
}

template <class Out>
graph_step combined_step(const char* kind, std::source_location where) {
  graph_step step;
  step.kind = kind;
  step.options.where = where;
  step.outlets.push_back(&make_outlet<Out>);
  return step;
}

inline std::unique_ptr<operator_base> make_pass_through(std::span<kept_step* const>) {
  return std::make_unique<pass_through>();
}

template <class Stream>
auto merged(const std::shared_ptr<graph>& in, std::vector<stream_position> inputs,
            std::source_location where) {
  using T = typename Stream::item_type;
  auto step = combined_step<T>("merge", where);
  step.step = keep_step(merge_step<T>{});
  step.make_alone = &make_pass_through;
  graph_node node;
  node.steps.push_back(std::move(step));
  node.inputs.push_back(std::move(inputs));
  const std::size_t n = in->add_node(std::move(node));
  return handle<Stream, tail<from_input<T>, merge_step<T>>>(in, {n, 0});
}

/// A node of its own with one port for each stream.
template <class Maker, stream_like First, stream_like... More>
auto combined(const char* kind, Maker maker, std::source_location where, const First& first,
              const More&... more) {
  (require_same_graph(first, more, (std::string("leat::") + kind).c_str()), ...);
  graph_step step;
  step.kind = kind;
  step.options.where = where;
  step.apart = true;
  step.stateful = true;
  step.make_alone = &make_operator<Maker>;
  add_outlets<typename Maker::output>(step);
  step.step = keep_step(std::move(maker));
  graph_node node;
  node.steps.push_back(std::move(step));
  node.inputs = {{as_input(first)}, {as_input(more)}...};
  const std::size_t n = first.owner()->add_node(std::move(node));
  if constexpr (requires { typename Maker::stream_type; })
    return handle<typename Maker::stream_type, no_tail>(first.owner(), {n, 0});
  else
    return stream_of_output<typename Maker::output>(first.owner(), n);
}

template <class S>
struct plain_stream;
template <class T>
struct plain_stream<stream<T>> {
  using type = stream<T>;
};
template <class K, class T>
struct plain_stream<keyed_stream<K, T>> {
  using type = keyed_stream<K, T>;
};
template <class S, class Tail>
struct plain_stream<handle<S, Tail>> : plain_stream<S> {};
template <class S>
using plain_stream_of = typename plain_stream<std::remove_cvref_t<S>>::type;

template <class First, class... More>
inline constexpr bool same_items =
  (std::same_as<typename std::remove_cvref_t<First>::item_type,
                typename std::remove_cvref_t<More>::item_type> && ...);

/// Makes an operator that passes on the items of several streams of one type.
template <class Operator, class Stream>
struct passing_maker {
  using output = typename Stream::item_type;
  using stream_type = Stream;
  int ports;
  [[nodiscard]] std::unique_ptr<operator_base> make() const {
    return std::make_unique<Operator>(ports);
  }
};

/// A node that passes on the items of several streams of one type; keyed if they are.
template <class Operator, stream_like First, stream_like... More>
auto passed_on(const char* kind, const First& first, const More&... more) {
  using maker = passing_maker<Operator, plain_stream_of<First>>;
  return combined(kind, maker{1 + static_cast<int>(sizeof...(More))}, {}, first, more...);
}

/// The streams among the arguments of a function that takes others, too.
template <class... Places>
auto streams_among(const Places&... places) {
  return std::tuple_cat([](const auto& place) {
    if constexpr (stream_like<decltype(place)>)
      return std::tie(place);
    else
      return std::tuple<>();
  }(places)...);
}

} // namespace detail

/// All items of several streams of one type, as they come: each stream's own order is kept. A
/// stream of items that cannot be copied is moved in.
///
///     a             1       3   |
///     b                 2       4|
///     merge(a, b)
///     out           1   2   3   4|
///
/// Emits each item. Completes when all inputs have. State: none. Time: none. Origin: streamz union,
/// Rx merge.
template <stream_like First, stream_like... More>
auto merge(First&& first, More&&... more) {
  using stream_type = detail::plain_stream_of<First>;
  constexpr bool alike = detail::same_items<First, More...>;
  static_assert(alike,
                "leat::merge: the streams have different item types; map them to one first (a "
                "std::variant, say)");
  if constexpr (alike) {
    (detail::require_same_graph(first, more, "leat::merge"), ...);
    return detail::merged<stream_type>(first.owner(),
                                       {detail::as_input(first), detail::as_input(more)...}, {});
  } else
    return refused{};
}

template <stream_like S>
auto merge(const std::vector<S>& streams,
           std::source_location where = std::source_location::current()) {
  if (streams.empty())
    throw std::invalid_argument(
      "leat::merge: no streams to merge; use leat::empty<T>() for a stream of nothing");
  std::vector<stream_position> inputs;
  for (auto& s : streams) {
    detail::require_same_graph(streams.front(), s, "leat::merge");
    inputs.push_back(detail::as_input(s));
  }
  return detail::merged<detail::plain_stream_of<S>>(streams.front().owner(), std::move(inputs),
                                                    where);
}

namespace detail {

template <class P>
inline constexpr bool is_constant = false;
template <class T>
inline constexpr bool is_constant<constant_place<T>> = true;

template <class P>
struct place_item {
  using type = typename P::item_type;
};
template <class T>
struct place_item<constant_place<T>> {
  using type = T;
};

template <class... Ts>
struct zip_maker {
  using output = std::tuple<Ts...>;
  typename zip_operator<Ts...>::constants constants;
  [[nodiscard]] std::unique_ptr<operator_base> make() {
    return std::make_unique<zip_operator<Ts...>>(std::move(constants));
  }
};

template <class T, class Place>
std::optional<T> constant_of(Place& place) {
  if constexpr (is_constant<Place>)
    return std::optional<T>(std::move(place.value));
  else
    return std::nullopt;
}

} // namespace detail

/// Something that can stand in a place of `zip`: a stream, or `leat::constant(x)`.
template <class P>
concept zip_place = stream_like<P> || detail::is_constant<std::remove_cvref_t<P>>;

/// Tuples of one item of each stream, in step. `leat::constant(x)` fills a place.
///
///     a           1       2             3|
///     b             x          y        |
///     zip(a, b)
///     out           (1,x)      (2,y)    |
///
/// Emits when every input has an item. Completes when an input has ended and its items are used up;
/// what the others have sent by then is discarded. State: none, since what runs ahead stays on its
/// edge, within its budget. Time: none. Origin: streamz zip.
template <zip_place... Places>
auto zip(Places&&... places) {
  using maker =
    detail::zip_maker<typename detail::place_item<std::remove_cvref_t<Places>>::type...>;
  static_assert((stream_like<Places> || ...), "leat::zip: one place at least needs a stream");
  maker made{{detail::constant_of<typename detail::place_item<std::remove_cvref_t<Places>>::type>(
    places)...}};
  return std::apply(
    [&](const auto&... streams) {
      return detail::combined("zip", std::move(made), {}, streams...);
    },
    detail::streams_among(places...));
}

} // namespace leat
