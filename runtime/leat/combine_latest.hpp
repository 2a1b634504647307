// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/combine_latest_operator.hpp>

#include <algorithm>
#include <concepts>
#include <memory>
#include <stdexcept>
#include <vector>

namespace leat {

namespace detail {

/// The streams that make `combine_latest` emit.
struct emitting {
  std::vector<stream_position> streams;

  [[nodiscard]] bool has(stream_position at) const {
    return std::any_of(streams.begin(), streams.end(), [&](const stream_position& s) {
      return s.node == at.node && s.outlet == at.outlet;
    });
  }
};

template <class... Ts>
struct combine_latest_maker {
  using output = std::tuple<Ts...>;
  typename combine_latest_operator<Ts...>::places emits;
  [[nodiscard]] std::unique_ptr<operator_base> make() const {
    return std::make_unique<combine_latest_operator<Ts...>>(emits);
  }
};

template <stream_like... Streams>
auto combined_latest(const emitting& speaking, const Streams&... streams) {
  combine_latest_maker<typename Streams::item_type...> maker{
    {(speaking.streams.empty() || speaking.has(streams.position()))...}};
  for (auto& at : speaking.streams)
    if (!emitting{{streams.position()...}}.has(at))
      throw std::invalid_argument(
        "leat::combine_latest: emit_on names a stream that is not among its inputs");
  return combined("combine_latest", std::move(maker), {}, streams...);
}

template <class... Streams>
inline constexpr bool items_are_copyable =
  (std::copy_constructible<typename std::remove_cvref_t<Streams>::item_type> && ...);

} // namespace detail

/// Says which streams make `combine_latest` emit.
template <stream_like First, stream_like... More>
[[nodiscard]] detail::emitting emit_on(const First& first, const More&... more) {
  return {{first.position(), more.position()...}};
}

/// What `combine_latest` takes: streams, at last `emit_on(...)`.
template <class I>
concept combine_latest_input =
  stream_like<I> || std::same_as<std::remove_cvref_t<I>, detail::emitting>;

/// Tuples of the newest item of each stream, whenever one speaks; or, with `emit_on(b)` as the last
/// argument, whenever `b` does.
///
///     a                                  1       2             3|
///     b                                    x            y|
///     combine_latest(a, b)
///     out                                  (1,x) (2,x)  (2,y)  (3,y)|
///     combine_latest(a, b, emit_on(b))
///     out                                  (1,x)        (2,y)|
///
/// Emits once all have spoken. Completes when all inputs have, or all those that make it emit; or
/// when one has ended without an item. State: one item of each stream. Time: none. Keyed streams
/// give their items as `keyed<K, T>`. Items must be copyable.
///
/// Throws `std::invalid_argument` if a stream of `emit_on` is not among the others. Origin: streamz
/// combine_latest.
template <combine_latest_input First, combine_latest_input... More>
auto combine_latest(First&& first, More&&... more) {
  using last = std::tuple_element_t<sizeof...(More), std::tuple<First&, More&...>>;
  const auto streams = detail::streams_among(first, more...);
  constexpr std::size_t others = stream_like<last> ? 0 : 1;
  constexpr bool in_place = std::tuple_size_v<decltype(streams)> + others == 1 + sizeof...(More)
    && stream_like<First>;
  static_assert(in_place, "leat::combine_latest: emit_on(...) stands behind the streams, once");
  if constexpr (in_place)
    return std::apply(
      [&](const auto&... inputs) {
        constexpr bool copyable = detail::items_are_copyable<decltype(inputs)...>;
        static_assert(copyable,
                      "leat::combine_latest: it gives an item again and again, and these can't "
                      "be copied; map them to a std::shared_ptr before it");
        if constexpr (!copyable)
          return refused{};
        else if constexpr (others == 1)
          return detail::combined_latest(std::get<sizeof...(More)>(std::tie(first, more...)),
                                         inputs...);
        else
          return detail::combined_latest({}, inputs...);
      },
      streams);
  else
    return refused{};
}

} // namespace leat
