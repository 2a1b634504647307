// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/bytes.hpp>
#include <leat/from_generator.hpp>
#include <leat/generator.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace leat {

namespace detail {

template <class G>
struct coroutine_of {};
template <class T>
struct coroutine_of<generator<T>> {
  using type = generator<T>;
};
template <class G>
requires requires(G& g) {
  typename coroutine_of<std::invoke_result_t<G&>>::type;
}
struct coroutine_of<G> {
  using type = std::invoke_result_t<G&>;
};

} // namespace detail

/// A generator, or a function that gives one.
template <class G>
concept gives_coroutine = requires {
  typename detail::coroutine_of<G>::type;
};

/// The items of a coroutine, one by one. Where a function gives it, a fresh one takes the place of
/// one that threw, and passes over as many items as have been given.
template <gives_coroutine G>
class coroutine_items {
 public:
  using coroutine = typename detail::coroutine_of<G>::type;
  static constexpr bool can_begin_again = !std::same_as<G, coroutine>;

  explicit coroutine_items(G from) : from_(std::move(from)) {}
  coroutine_items(const coroutine_items& other) requires std::copy_constructible<G>
    : from_(other.from_) {}
  coroutine_items(coroutine_items&&) = default;
  ~coroutine_items() = default;

  std::optional<typename coroutine::value_type> operator()() {
    try {
      auto& running = current();
      for (; passed_ < given_; ++passed_)
        if (!running.next())
          return std::nullopt;
      auto item = running.next();
      passed_ = given_ += item ? 1 : 0;
      return item;
    } catch (...) {
      if constexpr (can_begin_again) {
        running_.reset();
        passed_ = 0;
      }
      throw;
    }
  }

  void save(byte_writer& out) const { out.write(given_); }
  void load(byte_reader& in) { given_ = in.read<std::uint64_t>(); }

 private:
  coroutine& current() {
    if constexpr (!can_begin_again)
      return from_;
    else {
      if (!running_)
        running_.emplace(from_());
      return *running_;
    }
  }

  G from_;
  std::optional<coroutine> running_;
  std::uint64_t given_ = 0;
  std::uint64_t passed_ = 0; // items that the running one has given
};

template <class G>
struct coroutine_recipe {
  static constexpr const char* kind = "from_coroutine";
  using source = generator_source<coroutine_items<G>>;
  coroutine_items<G> items;
  [[nodiscard]] auto bind() && { return source{std::move(items)}; }
};

/// What a coroutine co_yields: `g` is a function that gives a fresh `leat::generator<T>`, or such a
/// generator, moved in. The coroutine is not resumed while there is no room for an item.
///
///     from_coroutine(1, 2, 3, return)
///     out                               1&2&3|
///
/// If it throws, the job fails. With `.on_error(retry(n))` a function is asked for a fresh
/// coroutine, whose first items, as many as have been given, are passed over; a generator that was
/// moved in throws the same again. One that waits belongs on a thread of its own: `.blocking()`.
///
/// Emits each item; it need be movable only. Completes when the coroutine returns. State: that of
/// the coroutine, which is saved as the number of items given. Time: none.
template <class G>
[[nodiscard]] auto from_coroutine(G g,
                                  std::source_location where = std::source_location::current()) {
  static_assert(gives_coroutine<G>,
                "leat::from_coroutine: give it a leat::generator<T>, moved in, or a function that "
                "gives a fresh one");
  if constexpr (gives_coroutine<G>)
    return spec(coroutine_recipe<G>{coroutine_items<G>(std::move(g))}, where);
  else
    return refused{};
}

} // namespace leat
