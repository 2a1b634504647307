// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/keyed.hpp>
#include <leat/operator.hpp>
#include <leat/report_failed.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace leat {

/// Where an item of `split` goes.
template <class F>
struct first_if {
  static constexpr bool between_two = true; // so each item can go to both, and count in one
  static constexpr std::size_t n = 2;
  F f;
  template <class T>
  std::size_t operator()(const T& item) {
    return static_cast<bool>(call_with_item<T>(f, item)) ? 0 : 1;
  }
};

/// Where an item of `split_by` goes.
template <class F>
struct to_number {
  F f;
  std::size_t n;
  template <class T>
  std::size_t operator()(const T& item) {
    const auto to = call_with_item<T>(f, item);
    if (static_cast<std::size_t>(to) >= n) [[unlikely]]
      refuse(to);
    return static_cast<std::size_t>(to);
  }

 private:
  template <class N>
  [[noreturn]] void refuse(N to) const {
    throw std::out_of_range("leat::split_by: the function gave " + std::to_string(to)
                            + ", but the streams are 0 to " + std::to_string(n - 1));
  }
};

/// Gives each item to the outlet that `Choice` says, for what a user's function sees of it.
template <class Choice, class In>
class split_operator final : public operator_base {
 public:
  explicit split_operator(Choice choose) : choose_(std::move(choose)) {}

  // There is room for one item everywhere when it is called, so it looks at the outlet it used.
  progress process(int, chunk_slice& in, operator_context& context) override {
    if constexpr (has_fixed_weight<In> && std::is_trivially_copyable_v<In>)
      if (can_write_directly(context))
        return write_directly(in, context);
    while (!in.empty()) {
      std::size_t to = 0;
      try {
        to = choose_(seen(in));
      } catch (...) {
        return leave_out(in, context);
      }
      auto& out = context.out<In>(to);
      out.push(in.take<In>());
      if (!out.has_room())
        return again_if_left(in);
    }
    return progress::more;
  }

 private:
  using writer = typename outlet<In>::writer;

  static const auto& seen(const In& item) {
    if constexpr (is_keyed<In>)
      return item.value;
    else
      return item;
  }
  static const auto& seen(const chunk_slice& in) {
    return seen(in.as<In>().values[in.begin]);
  }

  bool can_write_directly(operator_context& context) {
    for (std::size_t i = 0; i < choose_.n; ++i)
      if (!context.out<In>(i).can_write_directly())
        return false;
    return true;
  }
  progress write_directly(chunk_slice& in, operator_context& context) {
    try {
      std::vector<writer> to; // here, since its memory serves all rounds
      while (const std::size_t n = std::min(in.size(), room(context)))
        write(n, in, to, context);
    } catch (...) {
      return leave_out(in, context);
    }
    return again_if_left(in);
  }
  /// How many have room, even if all go to the same outlet.
  std::size_t room(operator_context& context) {
    std::size_t least = context.out<In>(0).room();
    for (std::size_t i = 1; i < choose_.n; ++i)
      least = std::min(least, context.out<In>(i).room());
    return least;
  }
  void write(std::size_t n, chunk_slice& in, std::vector<writer>& to, operator_context& context) {
    if constexpr (requires { Choice::between_two; }) {
      writer first(context.out<In>(0), n), second(context.out<In>(1), n);
      each_of(in, n, [&](const In& item) {
        const bool is_first = choose_(seen(item)) == 0;
        first.push_if(is_first, item);
        second.push_if(!is_first, item);
      });
    } else {
      to.reserve(choose_.n);
      for (std::size_t i = 0; i < choose_.n; ++i)
        to.emplace_back(context.out<In>(i));
      deal(in, to.data());
      to.clear();
    }
  }
  /// Until one is full. Places are found before items are copied: a processor that must know where
  /// an item went before it reads the next place takes a quarter longer.
  void deal(chunk_slice& in, writer* to) {
    std::array<In*, 128> places;
    bool full = false;
    std::size_t n = 0;
    const auto copy = [&] {
      const In* const items = in.as<In>().values.data() + in.begin;
      for (std::size_t i = 0; i < n; ++i)
        std::construct_at(places[i], items[i]);
      in.begin += std::exchange(n, 0);
    };
    try {
      while (!full && !in.empty()) {
        const In* const items = in.as<In>().values.data() + in.begin;
        for (const std::size_t most = std::min(in.size(), places.size()); n < most && !full; ++n) {
          auto& chosen = to[choose_(seen(items[n]))];
          places[n] = chosen.next_place();
          full = chosen.full();
        }
        copy();
      }
    } catch (...) {
      copy();
      throw;
    }
  }
  /// Up to the one at which `f` throws.
  template <class F>
  static void each_of(chunk_slice& in, std::size_t n, F f) {
    const In* const items = in.as<In>().values.data();
    std::size_t at = in.begin;
    try {
      for (const std::size_t end = at + n; at < end; ++at)
        f(items[at]);
    } catch (...) {
      in.begin = at;
      throw;
    }
    in.begin = at;
  }

  static progress again_if_left(const chunk_slice& in) {
    return in.empty() ? progress::more : progress::again;
  }

  progress leave_out(chunk_slice& in, operator_context& context) {
    failure about;
    about.item = describe_item(seen(in));
    about.cause = std::current_exception();
    switch (report_failed(seen(in), std::move(about), context)) {
    case verdict::wait:
      return progress::again;
    case verdict::stop:
      ++in.begin;
      return progress::more;
    default:
      ++in.begin;
      return again_if_left(in);
    }
  }

  Choice choose_;
};

/// `Output` is a list of outputs, or one type if only `choice.n` says how many there are.
template <class Choice, class In, class Letter, class Output>
struct split_maker {
  using output = Output;
  using letter = Letter;
  static constexpr bool keeps_state = false;
  Choice choice;

  [[nodiscard]] std::size_t outlets() const requires std::same_as<Output, In> { return choice.n; }
  [[nodiscard]] std::unique_ptr<operator_base> make() {
    return std::make_unique<split_operator<Choice, In>>(std::move(choice));
  }
};

} // namespace leat
