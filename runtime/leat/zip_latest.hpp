// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/combine.hpp>
#include <leat/zip_latest_operator.hpp>

#include <concepts>
#include <memory>

namespace leat {

namespace detail {

template <class... Ts>
struct zip_latest_maker {
  using output = std::tuple<Ts...>;
  [[nodiscard]] static std::unique_ptr<operator_base> make() {
    return std::make_unique<zip_latest_operator<Ts...>>();
  }
};

} // namespace detail

/// Each item of `a` once, with the newest items of the others.
///
///     a                  1   2               3         4|
///     b                          x             y   z|
///     zip_latest(a, b)
///     out                        (1,x)&(2,x) (3,x)     (4,z)|
///
/// Emits a tuple for each item of `a`, in order, once all others have spoken; until then its items
/// wait on their edge, within its budget, and slow its producer. Completes when `a` does, or when
/// another has ended without an item. State: one item of each of the others. Time: none. Keyed
/// streams give their items as `keyed<K, T>`. Items of `a` need be movable only, the others'
/// copyable. Origin: streamz zip_latest.
template <stream_like First, stream_like... Others>
requires(sizeof...(Others) > 0) auto zip_latest(First&& first, Others&&... others) {
  constexpr bool copyable =
    (std::copy_constructible<typename std::remove_cvref_t<Others>::item_type> && ...);
  static_assert(copyable,
                "leat::zip_latest: it gives the items of all streams but the first again and "
                "again, and these can't be copied; map them to a std::shared_ptr before it");
  if constexpr (copyable) {
    using maker = detail::zip_latest_maker<typename std::remove_cvref_t<First>::item_type,
                                           typename std::remove_cvref_t<Others>::item_type...>;
    return detail::combined("zip_latest", maker{}, {}, first, others...);
  } else
    return refused{};
}

} // namespace leat
