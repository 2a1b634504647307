// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/positive.hpp>
#include <leat/silence.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <source_location>
#include <utility>

namespace leat {

template <class T>
class keep_alive_operator final : public operator_base {
 public:
  keep_alive_operator(duration longest, T sign) : silence_(longest), sign_(std::move(sign)) {}

  void start(operator_context& context) override { silence_.start(context); }

  progress process(int, chunk_slice& in, operator_context& context) override {
    silence_.broken(context);
    context.outlet_at(0).forward(in);
    return in.empty() ? progress::more : progress::again;
  }

  progress on_timer(std::uint64_t, operator_context& context) override {
    if (!context.out<T>().has_room())
      return progress::again;
    if (silence_.was_long(context)) {
      context.out<T>().push(sign_);
      silence_.broken(context);
    }
    return progress::more;
  }

  void save(byte_writer& out) const override { silence_.save(out); }
  void load(byte_reader& in) override { silence_.load(in); }

 private:
  silence_timer silence_;
  T sign_;
};

template <class X>
struct keep_alive_recipe {
  static constexpr const char* kind = "keep_alive";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  duration longest;
  X sign;

  enum class wrong { nothing,
                     not_copyable,
                     other_type };
  template <class T>
  static constexpr wrong fault = !std::copy_constructible<T> ? wrong::not_copyable
    : !std::convertible_to<X, T>                             ? wrong::other_type
                                                             : wrong::nothing;
  template <class T>
  static void refuse() {
    static_assert(fault<T> != wrong::not_copyable,
                  "leat::keep_alive: the sign goes out again and again, so the items must be "
                  "copyable");
    static_assert(fault<T> != wrong::other_type,
                  "leat::keep_alive: the sign can't be converted to the stream's item (on a keyed "
                  "stream that is a leat::keyed, key and value)");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>([d = longest, sign = T(std::move(sign))] {
      return std::make_unique<keep_alive_operator<T>>(d, sign);
    });
  }
};

/// The sign `x` when nothing came for `longest`, counted from the start of the job, the last item
/// or the last sign.
///
///     in                  1  2         |
///     keep_alive(4s, 0)
///     out                 1  2   0   0 |
///
/// Emits each item, in order, and signs between them. A sign that finds no room is late, and those
/// that were missed meanwhile are not made up for; none is given while an item waits for room.
/// Completes when the input does. State: a time. Time: processing. On a keyed stream: items of any
/// key count, and the sign is a `keyed<K, T>`.
///
/// Throws `std::invalid_argument` if `longest` is not positive. Origin: Pekko keepAlive.
template <class X>
[[nodiscard]] auto keep_alive(duration longest, X x,
                              std::source_location where = std::source_location::current()) {
  require_positive(longest, "leat::keep_alive");
  return spec(keep_alive_recipe<X>{longest, std::move(x)}, where);
}

} // namespace leat
