// SPDX-License-Identifier: BSD-3-Clause
#include <leat/to_process.hpp>

#include <poll.h>

#include <array>
#include <exception>
#include <stdexcept>

namespace leat {

namespace {
constexpr const char* op = "leat::to_process";
constexpr std::size_t piece = std::size_t{64} << 10;
} // namespace

process_writer::process_writer(process_command command) : child_(op, std::move(command)) {}

void process_writer::add(std::string_view line) {
  waiting_ += line;
  waiting_ += '\n';
}

bool process_writer::has_a_piece() const noexcept { return waiting_.size() >= piece; }

progress process_writer::flush(operator_context& context) {
  if (child_.descriptor() < 0)
    return end(context);
  while (written_ < waiting_.size()) {
    std::array<pollfd, 2> on{pollfd{child_.descriptor(), POLLOUT, 0},
                             pollfd{context.wake_descriptor(), POLLIN, 0}};
    if (::poll(on.data(), on.size(), -1) <= 0 || on[0].revents == 0)
      return progress::again;
    const auto n = child_.write(std::string_view(waiting_).substr(written_));
    if (!n) {
      child_.close_pipe();
      return end(context);
    }
    written_ += *n;
  }
  waiting_.clear();
  written_ = 0;
  return progress::more;
}

progress process_writer::finish(operator_context& context) {
  if (child_.descriptor() >= 0) {
    if (const auto answer = flush(context); answer != progress::more)
      return answer;
    child_.close_pipe();
  }
  return end(context);
}

progress process_writer::end(operator_context& context) {
  if (!child_.wait_for_end(context.wake_descriptor()))
    return progress::again;
  if (const auto why = child_.why_it_failed())
    context.fail_stream(std::make_exception_ptr(std::runtime_error(*why)));
  return progress::done;
}

spec<to_process_recipe> to_process(process_command command, std::source_location where) {
  command.require_one(op);
  spec made(to_process_recipe{std::move(command)}, where);
  made.options.blocking = true;
  return made;
}

} // namespace leat
