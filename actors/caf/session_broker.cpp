// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/session_broker.hpp"

#include "actors/caf/messages.hpp"
#include "actors/caf/reminder.hpp"

#include <algorithm>
#include <utility>

namespace leat::shell {

namespace {

constexpr std::size_t written_ahead = std::size_t{128} * 1024; // bytes that CAF has at most
constexpr duration shortest_tick = std::chrono::milliseconds(1);
constexpr duration longest_tick = std::chrono::seconds(1);

} // namespace

session_broker::session_broker(caf::actor_config& config, session_settings settings,
                               caf::actor acceptor)
  : caf::io::broker(config), settings_(std::move(settings)), acceptor_(std::move(acceptor)),
    refusals_(settings_.log) {
  std::random_device seeds;
  random_.seed(seeds());
}

caf::behavior session_broker::make_behavior() {
  return {
    // CAF tries one after the other
    [this](const caf::io::new_data_msg& m) { on_data(m.handle, m.buf); },
    [this](const caf::io::data_transferred_msg& m) {
      on_written(m.handle, m.remaining);
    },
    [this](open_session_message& m) {
      const auto id = add(session_core::side::connects, std::move(m.user), m.key);
      const auto s = sessions_.find(id);
      s->second.cluster = m.cluster;
      s->second.index = m.index;
      s->second.address = std::move(m.to);
      serve(s);
    },
    [this](listen_message& m) {
      if (!closing_)
        listen(*m.on);
    },
    [this](door_open_message) {
      --doors_opening_;
      finish_if_closed();
    },
    [this](output_waits_message m) {
      if (const auto s = sessions_.find(m.on); s != sessions_.end())
        serve(s);
    },
    [this](const close_session_message& m) {
      if (const auto s = sessions_.find(m.which); s != sessions_.end()) {
        s->second.core()->close(m.why);
        serve(s);
      }
    },
    [this](const close_all_message& m) {
      closing_ = true;
      for (auto s = sessions_.begin(); s != sessions_.end();) {
        const auto here = s++;
        here->second.core()->close(m.why);
        serve(here);
      }
      finish_if_closed();
    },
    [this](dialled_message& m) { on_dialled(m); },
    [this](session_tick_message m) {
      if (m.number != ticks_)
        return;
      tick_due_.reset();
      tick();
    },
    [this](const caf::io::new_connection_msg& m) { on_accepted(m.handle); },
    [this](const caf::io::connection_closed_msg& m) { on_closed(m.handle); },
    [](const caf::io::acceptor_closed_msg&) {},
  };
}

void session_broker::on_exit() {
  dialling_.clear(); // joins
  for (auto& [id, s] : sessions_) {
    s.shared->end();
    settings_.sessions->remove(id);
  }
  sessions_.clear();
  acceptor_ = nullptr;
  caf::io::broker::on_exit();
}

session_id session_broker::add(session_core::side which, caf::actor user, std::uint64_t key) {
  const auto id = session_id(++last_id_);
  auto shared = std::make_shared<shared_session>(
    session_core(which, settings_.options, now(), [this] { return random_(); }), clock_,
    [id, self = caf::actor_cast<caf::weak_actor_ptr>(this)] {
      if (auto broker = caf::actor_cast<caf::actor>(self.lock()))
        caf::anon_send(broker, output_waits_message{id});
    });
  settings_.sessions->enter(id, shared);
  sessions_.emplace(id, session{std::move(shared), std::move(user), key});
  return id;
}

// -- sessions

void session_broker::pump(session& s) {
  if (!s.on)
    return;
  auto& buffer = wr_buf(*s.on);
  if (buffer.size() >= written_ahead)
    return; // goes on when CAF has written
  const auto room = written_ahead - buffer.size();
  if (const auto tls = encrypted_.find(*s.on); tls != encrypted_.end()) {
    write_buffer plain;
    s.shared->take_output(plain, room);
    tls->second.send(std::as_bytes(std::span(plain)));
    put_as_is(*s.on, tls->second.take_output());
  } else {
    s.shared->take_output(buffer, room);
    flush(*s.on);
  }
}

/// What is on a channel that nobody receives is late, or forged.
void session_broker::hand_over(session_id which, const session& s, session_message what) {
  if (what.on == lane::orders)
    return send(s.user, received_message{which, std::move(what.bytes).whole()});
  if (const auto to = s.shared->receiver(what.in))
    send(to, encoded_packet_message{edge_of(what.in), std::move(what.bytes)});
}

void session_broker::serve(sessions::iterator s) {
  auto& it = s->second;
  while (auto m = it.core()->next_message())
    hand_over(s->first, it, std::move(*m));
  pump(it);
  if (it.core()->wants_disconnection() && it.on) {
    it.shared->detach();
    abort(*std::exchange(it.on, std::nullopt));
    it.core()->disconnected(now());
  }
  if (it.core()->wants_connection(now()))
    dial_for(s);
  if (it.core()->over())
    return part_from(s);
  schedule();
}

void session_broker::tick() {
  const auto at = now();
  for (auto u = unproved_.begin(); u != unproved_.end();) {
    const auto here = u++;
    if (here->second.until > at)
      continue;
    const auto c = here->first;
    if (!here->second.opens && !here->second.refused)
      refusals_.refused("it has not proved itself in time", at);
    on_closed(c);
    close(c);
  }
  for (auto s = sessions_.begin(); s != sessions_.end();) {
    const auto here = s++;
    here->second.core()->on_time(at);
    serve(here);
  }
  for (auto w = last_words_.begin(); w != last_words_.end();) {
    const auto here = w++;
    if (here->second > at)
      continue;
    const auto c = here->first;
    last_words_.erase(here);
    abort(c);
  }
  refusals_.on_time(at);
  finish_if_closed();
  schedule();
}

void session_broker::schedule() {
  std::optional<timestamp> next;
  const auto consider = [&](std::optional<timestamp> t) {
    if (t)
      next = next ? std::min(*next, *t) : *t;
  };
  for (auto& [unused, s] : sessions_)
    consider(s.core()->due());
  for (auto& [unused, u] : unproved_)
    consider(u.until);
  for (auto& [unused, until] : last_words_)
    consider(until);
  consider(refusals_.due());
  if (!next)
    return;
  const auto at = now();
  const auto wait = std::clamp<duration>(*next - at, shortest_tick, longest_tick);
  if (tick_due_ && *tick_due_ <= at + wait)
    return;
  tick_due_ = at + wait;
  remind(this, wait, session_tick_message{++ticks_});
}

/// CAF loses the memory of a door that is closed in the turn of its loop that opens it, so that
/// turn is waited for.
void session_broker::listen(owned_socket& on) {
  add_doorman(on.release());
  ++doors_opening_;
  backend().post([self = caf::actor_cast<caf::actor>(this)] {
    caf::anon_send(self, door_open_message{});
  });
}

void session_broker::finish_if_closed() {
  if (closing_ && doors_opening_ == 0 && sessions_.empty() && last_words_.empty())
    quit();
}

caf::actor spawn_session_broker(caf::actor_system& in, session_settings settings,
                                caf::actor acceptor) {
  caf::actor_config config{&in.middleman().backend()};
  return in.spawn_class<session_broker, caf::no_spawn_options>(
    config, std::move(settings), std::move(acceptor));
}

} // namespace leat::shell
