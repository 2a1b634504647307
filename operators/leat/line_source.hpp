// SPDX-License-Identifier: BSD-3-Clause
#pragma once

#include <leat/line_buffer.hpp>
#include <leat/operator.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace leat {

/// A source of lines with a thread of its own, in which it may wait.
class line_source : public operator_base {
 public:
  progress process(int, chunk_slice&, operator_context&) final { return progress::done; }
  [[nodiscard]] bool can_give() const final { return true; }
  void stop(operator_context&) final { stopped_ = true; }
  progress give(std::size_t at_most, operator_context& context) final;

 protected:
  virtual progress read(std::size_t at_most, operator_context& context) = 0;

  static void push(std::string line, operator_context& context);

 private:
  bool stopped_ = false;
};

/// Reads them from a descriptor; while it waits for more it can be woken.
class descriptor_lines : public line_source {
 public:
  /// `what` is read, in messages; `with_end`: lines keep their newline.
  descriptor_lines(const char* op, std::string what, std::size_t longest, bool with_end);

 protected:
  [[nodiscard]] virtual int descriptor() const = 0;
  /// All has been read and given.
  virtual progress at_end(operator_context&) { return progress::done; }
  /// Text that comes before what is read.
  void append(std::string_view text) { lines_.append(text); }

 private:
  progress read(std::size_t at_most, operator_context& context) final;
  [[nodiscard]] bool wait(operator_context& context) const;

  std::string what_;
  line_buffer lines_;
  bool with_end_;
};

} // namespace leat
