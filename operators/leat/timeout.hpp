// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/made_by.hpp>
#include <leat/silence.hpp>
#include <leat/spec.hpp>

#include <memory>
#include <source_location>

namespace leat {

/// Passes items on, and ends the stream with a failure when none came for too long.
class timeout_operator final : public operator_base {
 public:
  explicit timeout_operator(duration longest) : silence_(longest) {}

  void start(operator_context& context) override { silence_.start(context); }
  progress process(int, chunk_slice& in, operator_context& context) override;
  progress on_timer(std::uint64_t, operator_context& context) override;
  void save(byte_writer& out) const override { silence_.save(out); }
  void load(byte_reader& in) override { silence_.load(in); }

 private:
  silence_timer silence_;
};

/// Passes on the items of its first input, and those of its second one from when none came for too
/// long.
class fallback_operator final : public operator_base {
 public:
  explicit fallback_operator(duration longest) : silence_(longest) {}

  void start(operator_context& context) override;
  [[nodiscard]] bool wants(int port, operator_context&) override {
    return port == 0 || switched_;
  }
  progress process(int port, chunk_slice& in, operator_context& context) override;
  progress on_timer(std::uint64_t, operator_context& context) override;
  progress port_ended(int port, operator_context&) override {
    return (port == 1) == switched_ ? progress::done : progress::more;
  }
  void save(byte_writer& out) const override;
  void load(byte_reader& in) override;

 private:
  silence_timer silence_;
  bool switched_ = false;
};

struct timeout_recipe {
  static constexpr const char* kind = "timeout";
  static constexpr bool passes_items = true;
  static constexpr bool sees_keys = true;
  duration longest;
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<T>([d = longest] { return std::make_unique<timeout_operator>(d); });
  }
};

/// Fails when nothing came for `longest`, counted from the start of the job or the last item.
///
///     in            1  2
///     timeout(4s)
///     out           1  2   !
///
/// The failure is the end of the stream with a reason: it travels behind the items, and fails the
/// job if nobody handles it. The producer is cancelled. An item that waits, since there is no room
/// behind, has come.
///
/// Emits each item, in order. Completes when the input does. State: a time. Time: processing. On a
/// keyed stream: items of any key count. With a second stream see `timeout(longest, fallback)`.
///
/// Throws `std::invalid_argument` if `longest` is not positive. Origin: Rx timeout.
[[nodiscard]] spec<timeout_recipe>
timeout(duration longest, std::source_location where = std::source_location::current());

} // namespace leat
