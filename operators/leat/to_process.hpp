// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/child_process.hpp>
#include <leat/keyed.hpp>
#include <leat/made_by.hpp>
#include <leat/operator.hpp>
#include <leat/spec.hpp>

#include <concepts>
#include <cstddef>
#include <memory>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace leat {

/// Collects lines and writes them to a child in large pieces.
class process_writer {
 public:
  explicit process_writer(process_command command);

  void start() { child_.start(child_process::pipe::to_input); }
  void add(std::string_view line);
  [[nodiscard]] bool has_a_piece() const noexcept;
  /// `more`: all is with the system; `again`: something else is to be done first; `done`: the child
  /// has ended and wants no more.
  progress flush(operator_context& context);
  /// Writes the rest and waits for the child's end.
  progress finish(operator_context& context);

 private:
  progress end(operator_context& context);

  child_process child_;
  std::string waiting_;
  std::size_t written_ = 0; // of what waits
};

/// The sink; `In` is the stream's item, which has a text in it.
template <class In>
class process_sink final : public operator_base {
 public:
  explicit process_sink(process_command command) : writer_(std::move(command)) {}

  void start(operator_context&) override { writer_.start(); }
  progress process(int, chunk_slice& in, operator_context& context) override {
    for (; !in.empty(); ++in.begin) {
      if (writer_.has_a_piece())
        if (const auto answer = writer_.flush(context); answer != progress::more)
          return answer;
      const In& item = in.as<In>().values[in.begin];
      if constexpr (is_keyed<In>)
        writer_.add(item.value);
      else
        writer_.add(item);
    }
    return writer_.flush(context); // so that a receipt for these items tells the truth
  }
  progress finish(operator_context& context) override { return writer_.finish(context); }

 private:
  process_writer writer_;
};

struct to_process_recipe {
  static constexpr const char* kind = "to_process";
  process_command command;

  template <class T>
  static constexpr bool fault = !std::convertible_to<const T&, std::string_view>;
  template <class T>
  static void refuse() {
    static_assert(!fault<T>,
                  "leat::to_process: the items are no text; map them to std::string before it");
  }
  template <class T>
  [[nodiscard]] auto bind() && {
    return make_with<void>(
      [command = std::move(command)] { return std::make_unique<process_sink<T>>(command); });
  }
  template <class K, class T>
  [[nodiscard]] auto bind_keyed() && {
    return std::move(*this).template bind<keyed<K, T>>();
  }
};

/// Writes each item, a text, and a newline to the standard input of a child process; a sink. The
/// command is a text for the shell or `{"program", "argument"}`, see `from_process`.
///
/// Completes when the input has, the child's input is closed and the child has ended; or when it
/// has closed its input itself and ended, which cancels upstream. If its exit code is not 0, or a
/// signal ended it, the stream fails. State: what one chunk brought, which is handed to the system
/// before the next one is taken; a child that does not read slows the input. Time: none.
///
/// The child is a process group; its output is the program's. When the job is cancelled or fails
/// the group gets SIGTERM, and SIGKILL if it is not gone a second later. It is written to and
/// waited for in a thread of its own. A child that cannot be started fails the job.
///
/// Throws `std::invalid_argument` if the command is empty.
[[nodiscard]] spec<to_process_recipe>
to_process(process_command command, std::source_location where = std::source_location::current());

} // namespace leat
