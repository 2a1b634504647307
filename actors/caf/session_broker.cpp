// SPDX-License-Identifier: BSD-3-Clause
#include "actors/caf/session_broker.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace leat::shell {

namespace {

constexpr std::size_t written_ahead = std::size_t{128} * 1024; // bytes that CAF has at most
constexpr std::size_t read_at_once = std::size_t{128} * 1024;
constexpr std::size_t most_unproved = 128;
constexpr duration prove_within = std::chrono::seconds(5);
constexpr duration dial_at_most = std::chrono::seconds(3);
constexpr duration shortest_tick = std::chrono::milliseconds(1);
constexpr duration longest_tick = std::chrono::seconds(1);

template <class Array>
void fill_randomly(Array& bytes) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))
      != 1)
    throw std::runtime_error("leat: OpenSSL has no random bytes");
}

} // namespace

session_broker::session_broker(caf::actor_config& config, session_settings settings,
                               std::shared_ptr<owned_socket> listener, caf::actor acceptor)
  : caf::io::broker(config), settings_(std::move(settings)), listener_(std::move(listener)),
    acceptor_(std::move(acceptor)) {
  std::array<std::uint32_t, 2> seed{};
  fill_randomly(reinterpret_cast<std::array<std::byte, 8>&>(seed));
  random_.seed((static_cast<std::uint64_t>(seed[0]) << 32) | seed[1]);
}

caf::behavior session_broker::make_behavior() {
  if (listener_ && *listener_)
    add_doorman(listener_->release());
  return {
    [this](open_session_message& m) {
      const auto id = add(session_core::side::connects, std::move(m.user), m.key);
      const auto s = sessions_.find(id);
      s->second.own = own_hello(m.cluster, m.index);
      s->second.address = std::move(m.to);
      serve(s);
    },
    [this](send_message& m) {
      if (const auto s = sessions_.find(m.on); s != sessions_.end()) {
        s->second.core.send(m.by, m.in, std::move(m.bytes));
        pump(s->second);
      }
    },
    [this](const close_session_message& m) {
      if (const auto s = sessions_.find(m.which); s != sessions_.end()) {
        s->second.core.close(m.why);
        serve(s);
      }
    },
    [this](const close_all_message& m) {
      closing_ = true;
      for (auto s = sessions_.begin(); s != sessions_.end();) {
        const auto here = s++;
        here->second.core.close(m.why);
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
    [this](const caf::io::new_data_msg& m) { on_data(m.handle, m.buf); },
    [this](const caf::io::data_transferred_msg& m) {
      const auto c = carried_.find(m.handle);
      if (c == carried_.end())
        return;
      const auto s = sessions_.find(c->second);
      pump(s->second);
      if (s->second.core.over()) // those were its last words
        serve(s);
    },
    [this](const caf::io::connection_closed_msg& m) { on_closed(m.handle); },
    [](const caf::io::acceptor_closed_msg&) {},
  };
}

void session_broker::on_exit() {
  dialling_.clear(); // joins
  sessions_.clear();
  acceptor_ = nullptr;
  caf::io::broker::on_exit();
}

hello session_broker::own_hello(const incarnation& cluster, std::uint32_t index) {
  hello h{.version = handshake::version};
  h.from = settings_.self;
  h.cluster = cluster;
  h.index = index;
  fill_randomly(h.nonce);
  return h;
}

session_id session_broker::add(session_core::side which, caf::actor user, std::uint64_t key) {
  const auto id = session_id(++last_id_);
  session_core core(which, settings_.options, now(), [this] { return random_(); });
  sessions_.emplace(id, session{std::move(core), std::move(user), key});
  return id;
}

// -- connections

void session_broker::dial_for(sessions::iterator s) {
  auto self = caf::actor_cast<caf::actor>(this);
  dialling_[s->first] = std::jthread(
    [id = s->first, to = s->second.address, self](const std::stop_token& stop) {
      auto result = std::make_shared<dialled>(dial(to, dial_at_most, stop));
      caf::anon_send(self, dialled_message{id, std::move(result)});
    });
}

void session_broker::on_dialled(dialled_message& m) {
  dialling_.erase(m.on); // it has ended, or is about to
  const auto s = sessions_.find(m.on);
  if (s == sessions_.end())
    return;
  auto& result = *m.result;
  if (!result.socket) {
    s->second.core.not_connected(now(), result.refused);
    return serve(s);
  }
  const connection c = add_scribe(result.socket.release());
  auto own = s->second.own;
  fill_randomly(own.nonce);
  handshake words(handshake::side::connects, own, settings_.token, {});
  ack_writes(c, true);
  configure_read(c, caf::io::receive_policy::at_most(read_at_once));
  put(c, words.take_output());
  unproved_.emplace(c, unproved{std::move(words), now() + prove_within, s->first});
  schedule();
}

void session_broker::on_accepted(connection c) {
  const auto waiting = static_cast<std::size_t>(
    std::count_if(unproved_.begin(), unproved_.end(), [](auto& u) { return !u.second.opens; }));
  handshake words(handshake::side::listens, own_hello({}, 0), settings_.token, {});
  if (waiting >= most_unproved || closing_) {
    words.turn_away();
    put(c, words.take_output());
    close(c);
    return;
  }
  ack_writes(c, true);
  configure_read(c, caf::io::receive_policy::at_most(handshake::most_bytes));
  unproved_.emplace(c, unproved{std::move(words), now() + prove_within});
  schedule();
}

void session_broker::on_data(connection c, const std::vector<char>& bytes) {
  const auto data = std::as_bytes(std::span(bytes));
  if (const auto by = carried_.find(c); by != carried_.end()) {
    const auto s = sessions_.find(by->second);
    s->second.core.receive(data, now());
    return serve(s);
  }
  const auto u = unproved_.find(c);
  if (u == unproved_.end())
    return;
  auto& words = u->second.words;
  words.receive(data);
  put(c, words.take_output());
  if (words.peer())
    return on_proved(c, u->second);
  if (!words.refusal().empty()) {
    const auto why = words.refusal();
    const bool turned_away = words.turned_away();
    const auto opens = u->second.opens;
    unproved_.erase(u);
    close(c);
    if (!opens)
      return settings_.log("a connection was refused: " + why);
    if (const auto s = sessions_.find(*opens); s != sessions_.end()) {
      if (turned_away)
        s->second.core.not_connected(now(), false);
      else
        s->second.core.refuse(why);
      serve(s);
    }
  }
}

void session_broker::on_proved(connection c, unproved& u) {
  const hello peer = *u.words.peer();
  const auto rest = u.words.take_rest();
  auto opens = u.opens;
  unproved_.erase(c);
  sessions::iterator s;
  if (opens) {
    s = sessions_.find(*opens);
    if (s == sessions_.end())
      return void(close(c));
    if (s->second.peer && s->second.peer->from != peer.from) {
      s->second.core.peer_changed();
      close(c);
      return serve(s);
    }
  } else {
    s = std::find_if(sessions_.begin(), sessions_.end(), [&](auto& known) {
      auto& p = known.second.peer;
      return known.second.key == 0 && p && p->cluster == peer.cluster && p->index == peer.index;
    });
    if (s != sessions_.end() && s->second.peer->from != peer.from) {
      s->second.core.peer_changed();
      serve(s);
      s = sessions_.end();
    }
    if (s == sessions_.end())
      s = sessions_.find(add(session_core::side::listens, acceptor_, 0));
    configure_read(c, caf::io::receive_policy::at_most(read_at_once));
  }
  s->second.peer = peer;
  carry(s, c, rest);
}

void session_broker::carry(sessions::iterator s, connection by, std::span<const std::byte> rest) {
  auto& with = s->second;
  if (with.on)
    drop(*with.on); // half open: the other side has given it up
  with.on = by;
  carried_[by] = s->first;
  with.core.connected(now());
  if (!std::exchange(with.begun, true))
    send(with.user, session_begun_message{s->first, with.key, *with.peer});
  if (!rest.empty())
    with.core.receive(rest, now());
  serve(s);
}

void session_broker::put(connection c, const std::vector<std::byte>& bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  auto& buffer = wr_buf(c);
  buffer.insert(buffer.end(), text, text + bytes.size());
  flush(c);
}

void session_broker::drop(connection c) {
  carried_.erase(c);
  close(c);
}

void session_broker::on_closed(connection c) {
  if (const auto u = unproved_.find(c); u != unproved_.end()) {
    const auto opens = u->second.opens;
    unproved_.erase(u);
    if (opens)
      if (const auto s = sessions_.find(*opens); s != sessions_.end()) {
        s->second.core.not_connected(now(), false);
        serve(s);
      }
    return;
  }
  const auto by = carried_.find(c);
  if (by == carried_.end())
    return finish_if_closed();
  const auto s = sessions_.find(by->second);
  carried_.erase(by);
  s->second.on.reset();
  s->second.core.disconnected(now());
  serve(s);
}

// -- sessions

void session_broker::pump(session& s) {
  if (!s.on || !s.core.has_output())
    return;
  auto& buffer = wr_buf(*s.on);
  if (buffer.size() >= written_ahead)
    return; // goes on when CAF has written
  s.core.write(buffer, written_ahead - buffer.size(), now());
  flush(*s.on);
}

void session_broker::serve(sessions::iterator s) {
  auto& it = s->second;
  while (auto m = it.core.next_message())
    send(it.user, received_message{s->first, m->on, m->in, std::move(m->bytes)});
  pump(it);
  if (it.core.wants_disconnection() && it.on) {
    drop(*std::exchange(it.on, std::nullopt));
    it.core.disconnected(now());
  }
  if (it.core.wants_connection(now()))
    dial_for(s);
  if (it.core.over()) {
    if (it.on)
      drop(*it.on);
    if (const auto dialling = dialling_.find(s->first); dialling != dialling_.end())
      dialling->second.request_stop(); // it says so when it has, and is joined then
    send(it.user, session_over_message{s->first, it.key, it.core.now_is(), it.core.reason()});
    sessions_.erase(s);
    return finish_if_closed();
  }
  schedule();
}

void session_broker::tick() {
  const auto at = now();
  for (auto u = unproved_.begin(); u != unproved_.end();) {
    const auto here = u++;
    if (here->second.until > at)
      continue;
    const auto c = here->first;
    on_closed(c);
    close(c);
  }
  for (auto s = sessions_.begin(); s != sessions_.end();) {
    const auto here = s++;
    here->second.core.on_time(at);
    serve(here);
  }
  schedule();
}

void session_broker::schedule() {
  std::optional<timestamp> next;
  const auto consider = [&](std::optional<timestamp> t) {
    if (t)
      next = next ? std::min(*next, *t) : *t;
  };
  for (auto& [unused, s] : sessions_)
    consider(s.core.due());
  for (auto& [unused, u] : unproved_)
    consider(u.until);
  if (!next)
    return;
  const auto at = now();
  const auto wait = std::clamp<duration>(*next - at, shortest_tick, longest_tick);
  if (tick_due_ && *tick_due_ <= at + wait)
    return;
  tick_due_ = at + wait;
  delayed_send(this, wait, session_tick_message{++ticks_});
}

void session_broker::finish_if_closed() {
  if (closing_ && sessions_.empty())
    quit();
}

caf::actor spawn_session_broker(caf::actor_system& in, session_settings settings,
                                std::shared_ptr<owned_socket> listener, caf::actor acceptor) {
  caf::actor_config config{&in.middleman().backend()};
  return in.spawn_class<session_broker, caf::no_spawn_options>(
    config, std::move(settings), std::move(listener), std::move(acceptor));
}

} // namespace leat::shell
