// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/scan.hpp>

#include <concepts>
#include <cstddef>
#include <map>
#include <source_location>
#include <utility>

namespace leat {

struct count_item {
  template <class T>
  void operator()(std::map<T, std::size_t>& counts, const T& item) const {
    ++counts[item];
  }
};

struct frequencies_recipe {
  static constexpr const char* kind = "frequencies";
  static constexpr bool unbounded = true;

  template <class T>
  static constexpr bool fault = !std::copy_constructible<T> || !requires(const T& a, const T& b) {
    { a < b } -> std::convertible_to<bool>;
  };
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::frequencies: items are the keys of a std::map, so they must be copyable "
                  "and have <; map them to what is to be counted");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    using counts = std::map<T, std::size_t>;
    return scan_step<counts, count_item, T>{counts(), count_item()};
  }
};

/// How often each item has come so far.
///
///     in            a       b               a|
///     frequencies
///     out           [(a,1)] [(a,1),(b,1)]   [(a,2),(b,1)]|
///
/// Emits a copy of the counts, a `std::map<T, std::size_t>`, after each item; on a keyed stream
/// `keyed<K, std::map<T, std::size_t>>` with those of the key. Completes when the input does.
/// State: a count for each different item; unbounded. Time: none. Origin: streamz frequencies.
[[nodiscard]] inline auto
frequencies(std::source_location where = std::source_location::current()) {
  return spec(frequencies_recipe{}, where);
}

} // namespace leat
