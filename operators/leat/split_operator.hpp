// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/keyed.hpp>
#include <leat/operator.hpp>
#include <leat/report_failed.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace leat {

/// Where an item of `split` goes.
template <class F>
struct first_if {
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
    if (static_cast<std::size_t>(to) >= n)
      throw std::out_of_range("leat::split_by: the function gave " + std::to_string(to)
                              + ", but the streams are 0 to " + std::to_string(n - 1));
    return static_cast<std::size_t>(to);
  }
};

/// Gives each item to the outlet that `Choice` says, for what a user's function sees of it.
template <class Choice, class In>
class split_operator final : public operator_base {
 public:
  explicit split_operator(Choice choose) : choose_(std::move(choose)) {}

  // There is room for one item everywhere when it is called, so it looks at the outlet it used.
  progress process(int, chunk_slice& in, operator_context& context) override {
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
  static const auto& seen(const chunk_slice& in) {
    const In& item = in.as<In>().values[in.begin];
    if constexpr (is_keyed<In>)
      return item.value;
    else
      return item;
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
      return progress::more;
    default:
      ++in.begin;
      return again_if_left(in);
    }
  }

  Choice choose_;
};

/// `Output` is a list of outputs, or one type if `choice.n` says how many there are.
template <class Choice, class In, class Letter, class Output>
struct split_maker {
  using output = Output;
  using letter = Letter;
  static constexpr bool keeps_state = false;
  Choice choice;

  [[nodiscard]] std::size_t outlets() const requires requires {
    choice.n;
  }
  { return choice.n; }
  [[nodiscard]] std::unique_ptr<operator_base> make() {
    return std::make_unique<split_operator<Choice, In>>(std::move(choice));
  }
};

} // namespace leat
