// SPDX-License-Identifier: BSD-3-Clause
#include <leat/line_source.hpp>

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace leat {

progress line_source::give(std::size_t at_most, operator_context& context) {
  return stopped_ || context.stop_token().stop_requested() ? progress::done
                                                           : read(at_most, context);
}

void line_source::push(std::string line, operator_context& context) {
  context.out<std::string>().push(std::move(line));
  context.count_given(1);
}

descriptor_lines::descriptor_lines(const char* op, std::string what, std::size_t longest,
                                   bool with_end)
  : what_(std::string(op) + ": " + std::move(what)), lines_("\n", longest, op),
    with_end_(with_end) {}

progress descriptor_lines::read(std::size_t at_most, operator_context& context) {
  std::size_t n = 0;
  for (; n < at_most && context.outlet_at(0).has_room(); ++n) {
    const auto line = lines_.next();
    if (!line)
      break;
    push(std::string(*line) + (with_end_ ? "\n" : ""), context);
  }
  if (n > 0 || !wait(context)) // what there is leaves before the next wait
    return progress::more;
  std::array<char, std::size_t{32} * 1024> block;
  const ssize_t got = ::read(descriptor(), block.data(), block.size());
  if (got < 0 && errno != EINTR && errno != EAGAIN)
    throw std::system_error(errno, std::generic_category(), what_ + " can't be read");
  if (got > 0)
    lines_.append({block.data(), static_cast<std::size_t>(got)});
  if (got != 0)
    return progress::more;
  if (lines_.has_rest())
    push(lines_.take_rest(), context);
  return at_end(context);
}

/// False if there is nothing to read and something else is to be done first.
bool descriptor_lines::wait(operator_context& context) const {
  std::array<pollfd, 2> on{pollfd{descriptor(), POLLIN, 0},
                           pollfd{context.wake_descriptor(), POLLIN, 0}};
  return ::poll(on.data(), on.size(), -1) > 0 && on[0].revents != 0;
}

} // namespace leat
