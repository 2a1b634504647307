// SPDX-License-Identifier: BSD-3-Clause
// Items as the words of marble lanes, and back.
#pragma once

#include <leat/keyed.hpp>
#include <leat/shape.hpp>

#include <charconv>
#include <concepts>
#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat::testing {

namespace detail {

[[noreturn]] inline void refuse_marble(std::string_view text, const char* wanted) {
  throw std::invalid_argument("leat::testing: the marble '" + std::string(text) + "' is no "
                              + wanted);
}

/// The parts between commas that stand in no brackets of their own.
[[nodiscard]] std::vector<std::string_view> marble_parts(std::string_view text, char open,
                                                         char close);
/// The parts on both sides of a colon.
[[nodiscard]] std::pair<std::string_view, std::string_view> marble_key(std::string_view text);

} // namespace detail

/// An item as a word: `7`, `text`, `[1,2]`, `(1,a)`, `key:value`, `-` for an empty optional; else
/// what `operator<<` prints.
template <class T>
std::string marble_text(const T& x) {
  using namespace leat::detail;
  if constexpr (std::same_as<T, bool>)
    return x ? "true" : "false";
  else if constexpr (std::same_as<T, char>)
    return std::string(1, x);
  else if constexpr (std::integral<T>)
    return std::to_string(x);
  else if constexpr (std::convertible_to<const T&, std::string_view>)
    return std::string(std::string_view(x));
  else if constexpr (is_keyed<T>)
    return marble_text(x.key) + ":" + marble_text(x.value);
  else if constexpr (optional_like<T>)
    return x ? marble_text(*x) : "-";
  else if constexpr (tuple_like<T>)
    return std::apply(
      [](const auto& first, const auto&... more) {
        std::string text = "(" + marble_text(first);
        ((text += "," + marble_text(more)), ...);
        return text + ")";
      },
      x);
  else if constexpr (requires { x.begin(); }) {
    std::string text;
    for (const auto& member : x)
      text += (text.empty() ? "[" : ",") + marble_text(member);
    return text.empty() ? "[]" : text + "]";
  } else {
    std::ostringstream text;
    text << x;
    return text.str();
  }
}

/// The item that a word means; throws `std::invalid_argument` if it means none.
template <class T>
T read_marble(std::string_view text) {
  using namespace leat::detail;
  if constexpr (std::same_as<T, bool>) {
    if (text != "true" && text != "false")
      detail::refuse_marble(text, "true or false");
    return text == "true";
  } else if constexpr (std::same_as<T, char>) {
    if (text.size() != 1)
      detail::refuse_marble(text, "single letter");
    return text[0];
  } else if constexpr (std::is_arithmetic_v<T>) {
    T x{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc() || end != text.data() + text.size())
      detail::refuse_marble(text, "number");
    return x;
  } else if constexpr (std::constructible_from<T, std::string_view>)
    return T(text);
  else if constexpr (is_keyed<T>) {
    const auto [key, value] = detail::marble_key(text);
    return T{read_marble<typename T::key_type>(key), read_marble<typename T::value_type>(value)};
  } else if constexpr (optional_like<T>)
    return text == "-" ? T() : T(read_marble<typename T::value_type>(text));
  else if constexpr (tuple_like<T>) {
    const auto parts = detail::marble_parts(text, '(', ')');
    if (parts.size() != std::tuple_size_v<T>)
      detail::refuse_marble(text, "tuple of this size");
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return T{read_marble<std::tuple_element_t<I, T>>(parts[I])...};
    }
    (std::make_index_sequence<std::tuple_size_v<T>>());
  } else {
    T range;
    for (const auto part : detail::marble_parts(text, '[', ']'))
      range.insert(range.end(), read_marble<typename T::value_type>(part));
    return range;
  }
}

} // namespace leat::testing
