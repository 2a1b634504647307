// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/context.hpp>
#include <leat/keyed.hpp>
#include <leat/operator.hpp>
#include <leat/shape.hpp>
#include <leat/spec.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <source_location>
#include <tuple>
#include <type_traits>
#include <utility>

namespace leat {

/// Takes items apart; `PerKey`: their values, and each part keeps the key. See `unzip`.
template <bool PerKey, class In, class Output>
class unzip_operator;
template <bool PerKey, class In, class... Us>
class unzip_operator<PerKey, In, outputs<Us...>> final : public operator_base {
 public:
  progress process(int, chunk_slice& in, operator_context& context) override {
    return give(in, context, std::index_sequence_for<Us...>{});
  }

 private:
  template <std::size_t... I>
  progress give(chunk_slice& in, operator_context& context, std::index_sequence<I...>) {
    if constexpr (((has_fixed_weight<Us> && std::is_nothrow_copy_constructible_v<Us>)&&...))
      if ((context.out<Us>(I).can_write_directly() && ...)) {
        while (!in.empty() && (context.outlet_at(I).has_room() && ...)) {
          const auto n = std::min({in.size(), context.out<Us>(I).room()...});
          write_parts<I...>(in, n, typename outlet<Us>::writer(context.out<Us>(I), n)...);
        }
        return in.empty() ? progress::more : progress::again;
      }
    for (; !in.empty(); give_parts(in.take<In>(), context, std::index_sequence<I...>{}))
      if (!(context.outlet_at(I).has_room() && ...))
        return progress::again;
    return progress::more;
  }
  template <std::size_t... I>
  static void write_parts(chunk_slice& in, std::size_t n, typename outlet<Us>::writer... to) {
    using std::get;
    const auto& items = in.as<In>().values;
    const std::size_t begin = std::exchange(in.begin, in.begin + n);
    for (std::size_t i = begin; i < begin + n; ++i) {
      const In& item = items[i];
      if constexpr (PerKey)
        (to.push(Us{item.key, get<I>(item.value)}), ...);
      else
        (to.push(get<I>(item)), ...);
    }
  }
  template <std::size_t... I>
  void give_parts(In item, operator_context& context, std::index_sequence<I...>) {
    using std::get;
    if constexpr (PerKey)
      (context.out<Us>(I).push(Us{item.key, get<I>(std::move(item.value))}), ...);
    else
      (context.out<Us>(I).push(get<I>(std::move(item))), ...);
  }
};

namespace detail {

template <class T, class Parts>
struct unzipped;
template <class T, std::size_t... I>
struct unzipped<T, std::index_sequence<I...>> {
  using plain = outputs<std::decay_t<std::tuple_element_t<I, T>>...>;
  template <class K>
  using of_key = outputs<keyed<K, std::decay_t<std::tuple_element_t<I, T>>>...>;
};
template <class T>
using unzipped_parts = unzipped<T, std::make_index_sequence<std::tuple_size_v<T>>>;

template <class T>
consteval bool has_two_parts() {
  if constexpr (tuple_like<T>)
    return std::tuple_size_v<T> >= 2;
  else
    return false;
}

} // namespace detail

template <bool PerKey, class In, class Output>
struct unzip_maker {
  using output = Output;
  static constexpr bool keeps_state = false;
  [[nodiscard]] static std::unique_ptr<operator_base> make() {
    return std::make_unique<unzip_operator<PerKey, In, Output>>();
  }
};

struct unzip_recipe {
  static constexpr const char* kind = "unzip";

  template <class T>
  static constexpr bool fault = !detail::has_two_parts<T>();
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::unzip: the items are no pairs or tuples; map them to such before it");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return unzip_maker<false, T, typename detail::unzipped_parts<T>::plain>();
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    using parts = typename detail::unzipped_parts<T>::template of_key<K>;
    return unzip_maker<true, keyed<K, T>, parts>();
  }
};

/// A stream for each part of the items, which are pairs or tuples: `auto [names, ages] = s |
/// unzip();`
///
///     in      (a,1)   (b,2)|
///     unzip
///     [0]     a       b|
///     [1]     1       2|
///
/// Emits one item on each stream for each that comes, in order. Completes when the input does, or
/// when nobody listens to any of them. State: none. A stream whose reader is slow slows the others.
/// Time: none. On a keyed stream each gives `keyed<K, U>`. Parts need be movable only. Origin:
/// Pekko Unzip.
[[nodiscard]] inline auto unzip(std::source_location where = std::source_location::current()) {
  return spec(unzip_recipe{}, where);
}

} // namespace leat
