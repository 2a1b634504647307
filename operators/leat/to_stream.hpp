// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/callable.hpp>
#include <leat/spec.hpp>
#include <leat/step.hpp>

#include <iosfwd>
#include <source_location>
#include <stdexcept>
#include <utility>

namespace leat {

template <class Stream, class T>
struct to_stream_step : stateless_step<T, void> {
  Stream* out;
  explicit to_stream_step(Stream* out) : out(out) {}

  template <class In, class Next>
  void on_item(stateless&, In&& item, Next& next) {
    next.attempt(item, [&] {
      *out << item << '\n';
      check();
    });
  }
  template <class Next>
  bool on_end(stateless&, Next& next) {
    next.attempt([&] {
      out->flush();
      check();
    });
    return false;
  }

 private:
  void check() const {
    if (!*out)
      throw std::runtime_error(
        "leat::to_stream: the stream takes nothing more (its failbit is set)");
  }
};

template <class Stream>
struct to_stream_recipe {
  static constexpr const char* kind = "to_stream";
  static constexpr bool one_instance = true;
  Stream* out;

  template <class T>
  static constexpr bool fault = !requires(Stream & s, const T& x) {
    s << x;
  };
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::to_stream: the stream's items have no operator<<; map them to text first");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return to_stream_step<Stream, T>(out);
  }
};

/// Writes each item and a newline to `out`, which must outlive the job: a sink with one instance,
/// in the coordinating process. The program includes the stream's header. `out` is flushed at the
/// end.
///
/// Completes when the input does. State: none. Time: none. A write that fails fails its item.
template <class Char, class Traits>
[[nodiscard]] auto to_stream(std::basic_ostream<Char, Traits>& out,
                             std::source_location where = std::source_location::current()) {
  return spec(to_stream_recipe<std::basic_ostream<Char, Traits>>{&out}, where);
}

} // namespace leat
