// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/shared_session.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace leat::shell {

namespace {
constexpr std::size_t written_at_once = std::size_t{128} * 1024; // bytes; others wait meanwhile
} // namespace

shared_session::shared_session(session_core core, steady_time clock,
                               std::function<void()> call_broker)
  : core_(std::move(core)), clock_(clock), call_broker_(std::move(call_broker)) {}

void shared_session::send(lane on, channel in, std::vector<std::byte> message) {
  const std::lock_guard alone(mutex_);
  core_.send(on, in, std::move(message));
  if (with_broker_ > 0)
    return;
  if (socket_ && rest_.empty() && core_.has_output())
    write_at_once();
  if (!called_ && (!rest_.empty() || core_.has_output() || core_.over())) {
    called_ = true;
    call_broker_();
  }
}

/// An error is for the broker to find, which reads from the same connection.
void shared_session::write_at_once() {
  outgoing_bytes out;
  core_.write(out, written_at_once, clock_.now());
  std::vector<iovec> pieces;
  for (const auto piece : out.pieces())
    pieces.push_back({const_cast<char*>(piece.data()), piece.size()}); // which is only read
  msghdr all{};
  all.msg_iov = pieces.data();
  all.msg_iovlen = pieces.size();
  const auto n = ::sendmsg(socket_.get(), &all, MSG_DONTWAIT | MSG_NOSIGNAL);
  out.append_to(rest_, static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
}

void shared_session::let_in(std::vector<std::pair<channel, caf::actor>> by_channel) {
  const std::lock_guard alone(mutex_);
  if (!core_.over())
    receivers_.insert(std::make_move_iterator(by_channel.begin()),
                      std::make_move_iterator(by_channel.end()));
}

void shared_session::let_out(job_id of) {
  const std::lock_guard alone(mutex_);
  std::erase_if(receivers_, [&](auto& r) { return job_of(r.first) == of; });
}

caf::actor shared_session::receiver(channel of) const {
  const std::lock_guard alone(mutex_);
  const auto found = receivers_.find(of);
  return found == receivers_.end() ? caf::actor() : found->second;
}

void shared_session::attach(int socket) {
  const std::lock_guard alone(mutex_);
  socket_ = owned_socket(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
  rest_.clear();
  with_broker_ = 1; // at least: each connection begins with a word of the core
}

void shared_session::detach() {
  const std::lock_guard alone(mutex_);
  socket_ = {};
  rest_.clear();
  with_broker_ = 0;
}

void shared_session::take_output(write_buffer& to, std::size_t most) {
  const std::lock_guard alone(mutex_);
  called_ = false;
  if (socket_ && with_broker_ == 0 && rest_.empty() && core_.has_output())
    write_at_once();
  const auto before = to.size();
  to.insert(to.end(), rest_.begin(), rest_.end());
  rest_.clear();
  core_.write(to, most, clock_.now());
  with_broker_ += to.size() - before;
}

void shared_session::left_to_write(std::size_t bytes) {
  const std::lock_guard alone(mutex_);
  with_broker_ = bytes;
}

std::size_t shared_session::left_to_write() const {
  const std::lock_guard alone(mutex_);
  return with_broker_;
}

void shared_session::end() {
  const std::lock_guard alone(mutex_);
  socket_ = {};
  receivers_.clear();
}

} // namespace leat::shell
