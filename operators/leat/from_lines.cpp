// SPDX-License-Identifier: BSD-3-Clause
#include <leat/from_lines.hpp>
#include <leat/line_buffer.hpp>

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <iostream>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

namespace leat {

namespace {

constexpr const char* op = "leat::from_lines";

class line_source : public operator_base {
 public:
  progress process(int, chunk_slice&, operator_context&) final { return progress::done; }
  [[nodiscard]] bool can_give() const final { return true; }
  void stop(operator_context&) final { stopped_ = true; }
  progress give(std::size_t at_most, operator_context& context) final {
    return stopped_ || context.stop_token().stop_requested() ? progress::done
                                                             : read(at_most, context);
  }

 protected:
  virtual progress read(std::size_t at_most, operator_context& context) = 0;

  static void push(std::string_view line, operator_context& context) {
    context.out<std::string>().push(line);
    context.count_given(1);
  }

 private:
  bool stopped_ = false;
};

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
      push(line, context);
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

class standard_input_lines final : public line_source {
 public:
  void start(operator_context&) override { lines_.append(read_ahead()); }

 private:
  progress read(std::size_t at_most, operator_context& context) override {
    std::size_t n = 0;
    for (; n < at_most && context.outlet_at(0).has_room(); ++n) {
      const auto line = lines_.next();
      if (!line)
        break;
      push(*line, context);
    }
    if (n > 0 || !wait(context)) // what there is leaves before the next wait
      return progress::more;
    std::array<char, std::size_t{32} * 1024> block;
    const ssize_t got = ::read(STDIN_FILENO, block.data(), block.size());
    if (got < 0 && errno != EINTR && errno != EAGAIN)
      throw std::system_error(errno, std::generic_category(),
                              std::string(op) + ": standard input can't be read");
    if (got > 0)
      lines_.append({block.data(), static_cast<std::size_t>(got)});
    if (got != 0)
      return progress::more;
    if (lines_.has_rest())
      push(lines_.take_rest(), context);
    return progress::done;
  }

  /// False if something else is to be done first.
  static bool wait(operator_context& context) {
    std::array<pollfd, 2> on{pollfd{STDIN_FILENO, POLLIN, 0},
                             pollfd{context.wake_descriptor(), POLLIN, 0}};
    return ::poll(on.data(), on.size(), -1) > 0 && on[1].revents == 0;
  }

  line_buffer lines_{"\n", std::numeric_limits<std::size_t>::max(), op};
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
