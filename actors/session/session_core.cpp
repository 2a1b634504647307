// SPDX-License-Identifier: BSD-3-Clause
#include "actors/session/session_core.hpp"

#include <algorithm>
#include <utility>

namespace leat {

namespace {

// Bytes: with what is written anyway, such as credit, and alone.
constexpr std::size_t acknowledge_with_others = std::size_t{64} * 1024;
constexpr std::size_t acknowledge_alone = std::size_t{512} * 1024;
constexpr duration first_wait = std::chrono::milliseconds(50);
constexpr duration longest_wait_between_tries = std::chrono::seconds(1);

} // namespace

session_core::session_core(side which, session_options options, timestamp now,
                           random_source random)
  : side_(which), options_(options), random_(std::move(random)), number_(random_()), heard_(now),
    said_(now), down_since_(now) {
  if (side_ == side::connects)
    try_at_ = now;
}

// -- connections

void session_core::connected(timestamp now) {
  if (over())
    return;
  if (state_ == state::up && resumed_)
    down_since_ = now; // if this one does not hold
  state_ = state::up;
  was_up_ = true;
  trying_ = resumed_ = wants_disconnection_ = false;
  refusals_ = 0;
  heard_ = said_ = now;
  reader_.clear();
  session_out_.clear();
  resend_from_ = unacknowledged_.size();
  append_frame(session_out_, {number_, received_});
}

void session_core::disconnected(timestamp now) {
  if (state_ != state::up)
    return;
  state_ = state::down;
  wants_disconnection_ = false;
  if (closing_)
    return end(closing_as_, close_text_);
  if (resumed_) { // else there has been a connection, but no session on it
    down_since_ = now;
    if (side_ == side::connects)
      try_at_ = now;
  } else if (side_ == side::connects) {
    retry_after(now);
  }
}

void session_core::not_connected(timestamp now, bool refused) {
  if (state_ != state::down)
    return;
  trying_ = false;
  refusals_ = refused ? refusals_ + 1 : 0;
  if (was_up_ && refusals_ == 2) // one may come from a listener that is being set up
    return end(state::died, "the process has died: it refuses connections");
  retry_after(now);
}

/// At once the first time, then with longer and longer waits, none like another, so that those who
/// lost the same process do not come back in step.
void session_core::retry_after(timestamp now) {
  const duration wait =
    was_up_ && refusals_ == 1 // asks again soon, to tell a process that died
    ? first_wait
    : std::min(longest_wait_between_tries, first_wait * (1 << std::min(tries_, 10)));
  ++tries_;
  const auto jitter = static_cast<duration::rep>(random_() % 1000);
  try_at_ = now + wait / 2 + wait * jitter / 2000;
}

bool session_core::wants_connection(timestamp now) {
  if (state_ != state::down || trying_ || !try_at_ || now < *try_at_)
    return false;
  try_at_.reset();
  return trying_ = true;
}

void session_core::peer_changed() {
  end(state::died, "the process has died: another one answers at its address");
}

void session_core::refuse(const std::string& why) { end(state::refused, why); }

void session_core::close(const std::string& why) {
  if (over() || closing_)
    return;
  closing_ = true;
  close_text_ = why;
  if (state_ != state::up)
    end(state::closed, why);
}

void session_core::end(state as, std::string why) {
  if (over())
    return;
  wants_disconnection_ = state_ == state::up && !has_last_words_;
  state_ = as;
  reason_ = std::move(why);
  begun_.clear();
  waiting_ = {};
  unacknowledged_.clear();
  resend_from_ = 0;
}

// -- time

void session_core::on_time(timestamp now) {
  if (state_ == state::down && now - down_since_ > down_at_most()) {
    const char* lost = "the process was lost: no connection within the link timeout";
    end(state::lost, was_up_ ? lost : "the process cannot be reached");
  }
  if (state_ == state::up && now - heard_ > options_.link_timeout)
    wants_disconnection_ = true; // the link is lost; another may work
  if (state_ == state::up && now - said_ >= options_.link_timeout / 5) {
    if (acknowledged_ < received_)
      acknowledge();
    else
      append_frame(session_out_, frame_kind::heartbeat);
    said_ = now;
  }
}

std::optional<timestamp> session_core::due() const {
  const duration moment = duration(1);
  if (state_ == state::up)
    return wants_disconnection_ ? said_ + options_.link_timeout / 5
                                : std::min(heard_ + options_.link_timeout + moment,
                                           said_ + options_.link_timeout / 5);
  if (state_ != state::down)
    return std::nullopt;
  const timestamp lost = down_since_ + down_at_most() + moment;
  return try_at_ && !trying_ ? std::min(lost, *try_at_) : lost;
}

// -- out

void session_core::send(lane on, channel in, std::vector<std::byte> message) {
  if (!over() && !closing_)
    waiting_.add(on, in, std::move(message));
}

bool session_core::has_output() const {
  if (state_ != state::up)
    return false;
  return !session_out_.empty()
    || (resumed_ && (resend_from_ < unacknowledged_.size() || !waiting_.empty() || closing_));
}

void session_core::write(outgoing_bytes& to, std::size_t most, timestamp now) {
  if (state_ != state::up)
    return;
  if (bytes_since_ >= acknowledge_with_others && has_output())
    acknowledge();
  const std::size_t before = to.size();
  to.add(std::exchange(session_out_, {}));
  while (resumed_ && to.size() - before < most) {
    if (resend_from_ == unacknowledged_.size()) {
      auto part = waiting_.next();
      if (!part)
        break;
      part->header.number = next_number_++;
      unacknowledged_.push_back(std::move(*part));
    }
    to.add(unacknowledged_[resend_from_++]);
  }
  if (closing_ && resumed_ && waiting_.empty() && resend_from_ == unacknowledged_.size()
      && to.size() - before < most) {
    write_buffer last;
    append_frame(last, frame_kind::close, close_text_);
    to.add(last);
    has_last_words_ = true;
    end(closing_as_, close_text_);
  }
  if (to.size() > before)
    said_ = now;
}

void session_core::write(write_buffer& to, std::size_t most, timestamp now) {
  outgoing_bytes out;
  write(out, most, now);
  out.append_to(to);
}

// -- in

void session_core::receive(std::span<const std::byte> bytes, timestamp now) {
  if (state_ != state::up)
    return;
  heard_ = now;
  try {
    reader_.add(bytes);
    while (auto f = reader_.next()) {
      handle(std::move(*f));
      if (state_ != state::up)
        return;
    }
  } catch (const protocol_error& e) {
    end(state::broken, std::string("the other side sends what no session says: ") + e.what());
  }
}

void session_core::handle(frame f) {
  if (!resumed_ && f.kind != frame_kind::resume && f.kind != frame_kind::close)
    throw protocol_error("the first frame of a connection does not say where to go on");
  switch (f.kind) {
  case frame_kind::resume:
    return resume_at(resumption_in(f));
  case frame_kind::heartbeat:
    return;
  case frame_kind::acknowledge:
    return acknowledged_up_to(number_in(f));
  case frame_kind::part:
    return take_part(header_in(f), std::move(f.part));
  case frame_kind::close:
    return end(state::closed, f.body.empty() ? "the other side closed it" : text_in(f));
  }
}

void session_core::resume_at(const resumption& where) {
  if (resumed_)
    throw protocol_error("a connection that goes on twice");
  if (theirs_ && *theirs_ != where.session)
    return end(state::lost, "the process was lost: it has given the session up");
  if (!theirs_ && where.received > 0) { // of one that has ended here; what we say tells them so
    resumed_ = true;
    if (side_ == side::connects)
      closing_as_ = state::lost; // they will take the next one
    return close("the other side did not know yet that it had been given up");
  }
  theirs_ = where.session;
  acknowledged_up_to(where.received);
  resend_from_ = 0;
  resumed_ = true;
  tries_ = 0;
}

void session_core::acknowledged_up_to(std::uint64_t number) {
  const std::uint64_t first = next_number_ - unacknowledged_.size();
  const std::uint64_t written = resumed_ ? first + resend_from_ : next_number_;
  if (number < first || number > written)
    throw protocol_error("acknowledged " + std::to_string(number) + " parts of "
                         + std::to_string(written));
  const auto n = static_cast<std::size_t>(number - first);
  unacknowledged_.erase(unacknowledged_.begin(),
                        unacknowledged_.begin() + static_cast<std::ptrdiff_t>(n));
  resend_from_ -= std::min(resend_from_, n);
}

void session_core::acknowledge() {
  append_frame(session_out_, frame_kind::acknowledge, received_);
  acknowledged_ = received_;
  bytes_since_ = 0;
}

void session_core::take_part(const part_header& h, std::vector<std::byte> part) {
  if (h.number != received_)
    throw protocol_error("part " + std::to_string(h.number) + " instead of "
                         + std::to_string(received_));
  ++received_;
  bytes_since_ += part.size() + part_header_bytes;
  if (bytes_since_ >= acknowledge_alone)
    acknowledge();
  const auto at = std::pair(h.on, h.in);
  const auto begun = begun_.find(at);
  if (begun == begun_.end() && h.last)
    return messages_.emplace_back(session_message{h.on, h.in, {}}).bytes.add(std::move(part));
  auto& bytes = begun == begun_.end() ? begun_[at] : begun->second;
  if (bytes.size() + part.size() > most_bytes(h.on))
    throw protocol_error("a message of more than " + std::to_string(most_bytes(h.on)) + " bytes");
  bytes.add(std::move(part));
  if (!h.last)
    return;
  messages_.push_back({h.on, h.in, std::move(bytes)});
  begun_.erase(at);
}

std::optional<session_message> session_core::next_message() {
  if (messages_.empty())
    return std::nullopt;
  auto first = std::move(messages_.front());
  messages_.pop_front();
  return first;
}

} // namespace leat
