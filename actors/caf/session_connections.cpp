// SPDX-License-Identifier: BSD-3-Clause
// What a session broker does with connections: they are made or accepted, proved, and then carry a
// session.
#include "actors/caf/session_broker.hpp"

#include <openssl/rand.h>
#include <sys/socket.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <utility>

namespace leat::shell {

namespace {

constexpr std::size_t least_read = std::size_t{8} * 1024; // at once; CAF fills so much with zeros
constexpr std::size_t most_read = std::size_t{128} * 1024;
constexpr std::size_t most_unproved = 128;
constexpr std::size_t most_before_tls = std::size_t{32} * 1024; // with the certificates
constexpr duration prove_within = std::chrono::seconds(5);
constexpr duration dial_at_most = std::chrono::seconds(3);

template <class Array>
void fill_randomly(Array& bytes) {
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()))
      != 1)
    throw std::runtime_error("leat: OpenSSL has no random bytes");
}

int descriptor_of(caf::io::connection_handle c) { return static_cast<int>(c.id()); }

} // namespace

hello session_broker::own_hello(const incarnation& cluster, std::uint32_t index) {
  hello h{.version = handshake::version};
  h.from = settings_.self;
  h.cluster = cluster;
  h.index = index;
  fill_randomly(h.nonce);
  return h;
}

void session_broker::dial_for(sessions::iterator s) {
  auto self = caf::actor_cast<caf::actor>(this);
  dialling_[s->first] = std::jthread(
    [id = s->first, to = s->second.address, by = settings_.by, self](const std::stop_token& stop) {
      auto result = std::make_shared<dialled>(dial(to, dial_at_most, stop, by));
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
    s->second.core()->not_connected(now(), result.refused);
    return serve(s);
  }
  const connection c = add_scribe(result.socket.release());
  configure_read(c, caf::io::receive_policy::at_most(handshake::most_bytes));
  begin(c, {now() + prove_within, s->first});
}

void session_broker::on_accepted(connection c) {
  if (closing_) // it closes with the broker
    return;
  if (accepted_.size() >= most_unproved) // of those who wait the newest are likely to be honest
    turn_away(accepted_.front());
  accepted_.push_back(c);
  configure_read(c, caf::io::receive_policy::at_most(handshake::most_bytes));
  begin(c, {now() + prove_within});
}

void session_broker::begin(connection c, unproved fresh) {
  ack_writes(c, true);
  auto& u = unproved_.emplace(c, std::move(fresh)).first->second;
  schedule();
  if (!settings_.tls)
    return speak(c, u);
  const bool connects = u.opens.has_value();
  const auto host = connects ? sessions_.at(*u.opens).address.host : std::string();
  const auto side = connects ? tls_channel::side::connects : tls_channel::side::listens;
  tls_channel made(settings_.tls, side, host);
  put_as_is(c, made.take_output());
  encrypted_.emplace(c, std::move(made));
}

/// What is said is private by now, if it is to be.
void session_broker::speak(connection c, unproved& u) {
  const auto tls = encrypted_.find(c);
  const auto binding =
    tls == encrypted_.end() ? std::vector<std::byte>() : tls->second.binding();
  if (u.opens) {
    const auto& s = sessions_.at(*u.opens);
    u.words.emplace(handshake::side::connects, own_hello(s.cluster, s.index), settings_.token,
                    binding);
  } else {
    u.words.emplace(handshake::side::listens, own_hello({}, 0), settings_.token, binding);
  }
  put(c, u.words->take_output());
}

void session_broker::turn_away(connection c) {
  refusals_.refused("there are too many that have not proved themselves", now());
  if (auto u = forget(unproved_.find(c)); u.words) {
    u.words->turn_away();
    put(c, u.words->take_output());
  }
  end(c);
}

/// It is proved, refused or gone.
session_broker::unproved session_broker::forget(std::map<connection, unproved>::iterator u) {
  accepted_.remove(u->first);
  return std::move(unproved_.extract(u).mapped());
}

void session_broker::on_data(connection c, const std::vector<char>& bytes) {
  auto data = std::as_bytes(std::span(bytes));
  std::vector<std::byte> plain;
  if (const auto tls = encrypted_.find(c); tls != encrypted_.end()) {
    if (const auto u = unproved_.find(c); u != unproved_.end() && u->second.refused)
      return;
    tls->second.receive(data);
    put_as_is(c, tls->second.take_output());
    if (const auto why = tls->second.fault(); !why.empty())
      return on_tls_fault(c, why);
    plain = tls->second.take_received();
    data = plain;
  }
  if (const auto by = carried_.find(c); by != carried_.end()) {
    const auto s = sessions_.find(by->second);
    read_more_or_less(s->second, bytes.size());
    s->second.core()->receive(data, now());
    return serve(s);
  }
  const auto u = unproved_.find(c);
  if (u == unproved_.end())
    return;
  u->second.heard += bytes.size();
  if (!u->second.words && encrypted_.at(c).is_open())
    speak(c, u->second);
  if (u->second.words)
    on_words(u, data);
  else if (u->second.heard > most_before_tls)
    on_tls_fault(c, "the other side says more than TLS has to say before it stands");
}

/// For each read CAF fills its buffer with zeros first, however little comes.
void session_broker::read_more_or_less(session& s, std::size_t came) {
  const auto before = s.read_at_once;
  if (came == before)
    s.read_at_once = std::min(most_read, 2 * before);
  else if (came < before / 4)
    s.read_at_once = std::max(least_read, before / 2);
  if (s.read_at_once != before)
    configure_read(*s.on, caf::io::receive_policy::at_most(s.read_at_once));
}

void session_broker::on_words(std::map<connection, unproved>::iterator u,
                              std::span<const std::byte> data) {
  const auto c = u->first;
  auto& words = *u->second.words;
  words.receive(data);
  put(c, words.take_output());
  if (words.peer())
    on_proved(c, forget(u));
  else if (!words.refusal().empty())
    on_refused(c, forget(u));
}

void session_broker::on_tls_fault(connection c, const std::string& why) {
  const auto u = unproved_.find(c);
  if (u == unproved_.end()) {
    on_closed(c); // before its descriptor may be another one's
    return abort(c);
  }
  if (!u->second.opens) {
    refusals_.refused(why, now());
    u->second.refused = true; // closed at once, it would take our last words back
    return;
  }
  const auto s = sessions_.find(*forget(u).opens);
  end(c);
  if (s == sessions_.end())
    return;
  s->second.core()->refuse(why);
  serve(s);
}

void session_broker::on_refused(connection c, const unproved& u) {
  end(c);
  if (!u.opens)
    return refusals_.refused(u.words->refusal(), now());
  const auto s = sessions_.find(*u.opens);
  if (s == sessions_.end())
    return;
  if (u.words->turned_away())
    s->second.core()->not_connected(now(), false);
  else
    s->second.core()->refuse(u.words->refusal());
  serve(s);
}

void session_broker::on_proved(connection c, unproved u) {
  const hello peer = *u.words->peer();
  const auto rest = u.words->take_rest();
  sessions::iterator s;
  if (closing_)
    return end(c);
  if (u.opens) {
    s = sessions_.find(*u.opens);
    if (s == sessions_.end())
      return end(c);
    if (s->second.peer && s->second.peer->from != peer.from) {
      s->second.core()->peer_changed();
      end(c);
      return serve(s);
    }
  } else {
    s = std::find_if(sessions_.begin(), sessions_.end(), [&](auto& known) {
      auto& p = known.second.peer;
      return known.second.key == 0 && p && p->cluster == peer.cluster && p->index == peer.index;
    });
    if (s != sessions_.end() && s->second.peer->from != peer.from)
      s->second.core()->peer_changed();
    if (s != sessions_.end() && s->second.core()->over()) {
      serve(s);
      s = sessions_.end();
    }
    if (s == sessions_.end())
      s = sessions_.find(add(session_core::side::listens, acceptor_, 0));
  }
  s->second.peer = peer;
  carry(s, c, rest);
}

void session_broker::carry(sessions::iterator s, connection by, std::span<const std::byte> rest) {
  auto& with = s->second;
  if (with.on)
    abort(*with.on); // half open: the other side has given it up
  with.on = by;
  carried_[by] = s->first;
  const bool encrypted = encrypted_.contains(by);
  with.read_at_once = least_read;
  configure_read(by, caf::io::receive_policy::at_most(least_read));
  with.shared->attach(encrypted ? -1 : descriptor_of(by));
  with.core()->connected(now());
  if (!std::exchange(with.begun, true))
    send(with.user, session_begun_message{s->first, with.key, *with.peer});
  if (!rest.empty())
    with.core()->receive(rest, now());
  serve(s);
}

void session_broker::put(connection c, const std::vector<std::byte>& bytes) {
  const auto tls = encrypted_.find(c);
  if (tls == encrypted_.end())
    return put_as_is(c, bytes);
  tls->second.send(bytes);
  put_as_is(c, tls->second.take_output());
}

void session_broker::put_as_is(connection c, const std::vector<std::byte>& bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  auto& buffer = wr_buf(c);
  buffer.insert(buffer.end(), text, text + bytes.size());
  flush(c);
}

void session_broker::on_written(connection c, std::size_t left) {
  if (left == 0 && last_words_.erase(c) > 0) {
    end(c);
    return finish_if_closed();
  }
  const auto by = carried_.find(c);
  if (by == carried_.end())
    return;
  const auto s = sessions_.find(by->second);
  s->second.shared->left_to_write(left);
  pump(s->second);
  if (s->second.core()->over()) // those were its last words
    serve(s);
}

/// Closes it behind what has been put.
void session_broker::end(connection c) {
  encrypted_.erase(c);
  close(c);
}

/// Closes it with what has not been written. CAF would keep it until the other side takes that,
/// and its system would not end before.
void session_broker::abort(connection c) {
  carried_.erase(c);
  ::shutdown(descriptor_of(c), SHUT_RDWR);
  end(c);
}

/// The session is over.
void session_broker::part_from(sessions::iterator s) {
  auto& it = s->second;
  if (it.on)
    say_last_words(it);
  const auto proving = std::find_if(unproved_.begin(), unproved_.end(),
                                    [&](auto& u) { return u.second.opens == s->first; });
  if (proving != unproved_.end()) {
    const auto c = proving->first;
    static_cast<void>(forget(proving));
    end(c);
  }
  it.shared->end();
  settings_.sessions->remove(s->first);
  if (const auto dialling = dialling_.find(s->first); dialling != dialling_.end())
    dialling->second.request_stop(); // it says so when it has, and is joined then
  const auto how = it.core()->now_is();
  send(it.user, session_over_message{s->first, it.key, how, it.core()->reason()});
  sessions_.erase(s);
  finish_if_closed();
}

/// What it said last still has to reach the other side.
void session_broker::say_last_words(session& s) {
  pump(s); // a sender may have said them, and not got rid of all
  const auto c = *std::exchange(s.on, std::nullopt);
  if (!s.core()->has_last_words())
    return abort(c);
  carried_.erase(c);
  auto left = s.shared->left_to_write();
  if (const auto tls = encrypted_.find(c); tls != encrypted_.end()) {
    tls->second.close();
    const auto bytes = tls->second.take_output();
    left += bytes.size();
    put_as_is(c, bytes);
  }
  if (left == 0)
    end(c);
  else
    last_words_[c] = now() + settings_.options.link_timeout;
}

void session_broker::on_closed(connection c) {
  last_words_.erase(c);
  encrypted_.erase(c);
  if (const auto u = unproved_.find(c); u != unproved_.end()) {
    if (const auto opens = forget(u).opens)
      if (const auto s = sessions_.find(*opens); s != sessions_.end()) {
        s->second.core()->not_connected(now(), false);
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
  s->second.shared->detach();
  s->second.core()->disconnected(now());
  serve(s);
}

} // namespace leat::shell
