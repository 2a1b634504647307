// SPDX-License-Identifier: BSD-3-Clause
#include <leat/from_lines.hpp>
#include <leat/line_source.hpp>

#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace leat {

namespace {

constexpr const char* op = "leat::from_lines";

class stream_lines final : public line_source {
 public:
  explicit stream_lines(std::istream& from) : from_(from) {}

 private:
  progress read(std::size_t at_most, operator_context& context) override {
    std::string line;
    do {
      if (!std::getline(from_, line)) {
        if (from_.bad())
          throw std::runtime_error(std::string(op)
                                   + ": the stream can't be read any more (it is bad)");
        return progress::done;
      }
      push(std::move(line), context);
    } while (--at_most > 0 && context.outlet_at(0).has_room() && from_.rdbuf()->in_avail() > 0);
    return progress::more;
  }

  std::istream& from_;
};

/// What the program has read of standard input and not used.
std::string read_ahead() {
  std::string text;
  if (const auto n = std::cin.rdbuf()->in_avail(); n > 0) {
    text.resize(static_cast<std::size_t>(n));
    text.resize(static_cast<std::size_t>(std::cin.rdbuf()->sgetn(text.data(), n)));
  }
#ifdef __GLIBC__
  while (stdin->_IO_read_ptr < stdin->_IO_read_end)
    text += static_cast<char>(std::getc(stdin));
#endif
  return text;
}

class standard_input_lines final : public descriptor_lines {
 public:
  standard_input_lines()
    : descriptor_lines(op, "standard input", std::numeric_limits<std::size_t>::max(), false) {}
  void start(operator_context&) override { append(read_ahead()); }

 private:
  [[nodiscard]] int descriptor() const override { return STDIN_FILENO; }
};

} // namespace

std::unique_ptr<operator_base> from_lines_recipe::make(std::istream& from) {
  if (&from == &std::cin)
    return std::make_unique<standard_input_lines>();
  return std::make_unique<stream_lines>(from);
}

spec<from_lines_recipe> from_lines(std::istream& from, std::source_location where) {
  spec made(from_lines_recipe{&from}, where);
  made.options.blocking = true;
  return made;
}

} // namespace leat
