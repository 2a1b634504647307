// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/own_operator.hpp>
#include <leat/pipe.hpp>

#include <concepts>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class O, class T>
concept own_takes = requires(O o, const T& x, own_state<O>& s, context<typename O::output>& c) {
  o.on_item(x, s, c);
}
|| requires(O o, const T& x, context<typename O::output>& c) { o.on_item(x, c); }
|| requires(O o, T&& x, own_state<O>& s, context<typename O::output>& c) {
  o.on_item(std::move(x), s, c);
}
|| requires(O o, T&& x, context<typename O::output>& c) { o.on_item(std::move(x), c); }
|| requires(O o, std::span<const T> x, context<typename O::output>& c) { o.on_items(x, c); };

template <class O, class K, class T>
concept own_takes_key = requires(O o, const K& k, const T& x, own_state<O>& s,
                                 context<typename O::output>& c) {
  o.on_item(k, x, s, c);
}
|| requires(O o, const K& k, const T& x, context<typename O::output>& c) { o.on_item(k, x, c); };

template <class O>
concept own_source = requires(O o, own_state<O>& s, context<typename O::output>& c) {
  { o.next(s, c) } -> std::same_as<pull>;
}
|| requires(O o, context<typename O::output>& c) {
  { o.next(c) } -> std::same_as<pull>;
};

template <class O, class K, class Output>
struct own_result {
  using type = std::conditional_t<std::is_void_v<K> || std::is_void_v<Output>, Output,
                                  keyed<std::conditional_t<std::is_void_v<K>, int, K>, Output>>;
};
template <class O, class K, class... Us>
struct own_result<O, K, outputs<Us...>> {
  using type = outputs<typename own_result<O, K, Us>::type...>;
};

template <class K, class... Ts>
struct own_letter {
  using type = void;
};
template <class T>
struct own_letter<void, T> {
  using type = T;
};
template <class K, class T>
requires(!std::is_void_v<K>) struct own_letter<K, keyed<K, T>> {
  using type = T;
};

template <class O, class K, class... Ts>
struct own_maker {
  using output = typename own_result<O, K, typename O::output>::type;
  using letter = typename own_letter<K, Ts...>::type; // what dead letters carry
  static constexpr bool keeps_state = !std::same_as<own_state<O>, stateless>;
  static constexpr bool blocks = requires { requires O::blocks; };
  O own;
  [[nodiscard]] std::unique_ptr<operator_base> make() {
    return std::make_unique<own_operator<O, K, Ts...>>(std::move(own));
  }
};

} // namespace detail

template <class O>
struct own_recipe {
  static constexpr const char* kind = "op";
  O own;

  template <class T>
  static constexpr bool fault = !detail::own_takes<O, T>;
  template <class K, class T>
  requires(!std::is_void_v<K>) static constexpr bool keyed_fault =
    !(detail::own_takes<O, T> || detail::own_takes_key<O, K, T>);
  template <class T>
  static void refuse() {
    static_assert(
      !fault<T>,
      "leat::op: the class needs on_item(const T&, context<output>&), or on_item(const T&, state&, "
      "context<output>&) when it has a state, for the stream's item T");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return detail::own_maker<O, void, T>{std::move(own)};
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return detail::own_maker<O, K, keyed<K, T>>{std::move(own)};
  }
};

template <class O>
struct own_source_recipe {
  static constexpr const char* kind = "op";
  using source = detail::own_maker<O, void>;
  O own;
  [[nodiscard]] auto bind() && { return source{std::move(own)}; }
};

/// A program's own class as an operator, sink or source. `output` is the type of what it pushes
/// (`void`: a sink, `outputs<U, V>`: two streams). What it may have:
///
///     struct state { ... };              // all that items change; one for each key
///     void on_item(const T&, [state&,] context<output>&);
///     void on_item(key, item, [state&,] context<output>&);       // on a keyed stream
///     void on_items(std::span<const T>, context<output>&);       // sinks that take many at once
///     void on_timer(std::string_view, [state&,] context<output>&);
///     void on_start, on_end, on_drain([state&,] context<output>&);
///     pull next([state&,] context<output>&);                     // a source
///     static constexpr bool blocks = true;                       // a source that waits
///
/// Its other members are configuration, copied to each instance. Calls of one instance never
/// overlap.
template <class O>
[[nodiscard]] auto op(O own, std::source_location where = std::source_location::current()) {
  if constexpr (detail::own_source<O>) {
    auto made = spec(own_source_recipe<O>{std::move(own)}, where);
    made.options.blocking = detail::own_maker<O, void>::blocks;
    return made;
  } else
    return spec(own_recipe<O>{std::move(own)}, where);
}

/// A program's own operator of several streams: `on_item(port<0>, ...)`, `on_item(port<1>, ...)`,
/// `bool wants(int port, const state&) const`, `on_port_end(int port, ...)`.
template <class O, stream_like First, stream_like... More>
requires(sizeof...(More) > 0) [[nodiscard]] auto op(O own, First&& first, More&&... more) {
  using maker = detail::own_maker<O, void, typename std::remove_cvref_t<First>::item_type,
                                  typename std::remove_cvref_t<More>::item_type...>;
  return detail::combined<maker>("op", maker{std::move(own)}, {}, first, more...);
}

} // namespace leat
