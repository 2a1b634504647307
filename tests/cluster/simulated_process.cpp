// SPDX-License-Identifier: BSD-3-Clause
#include "simulated_process.hpp"

#include <algorithm>
#include <array>
#include <cstring>

using namespace std::chrono_literals;

namespace {
constexpr std::size_t written_ahead = std::size_t{128} * 1024;
constexpr leat::duration dial_at_most = 3s;
} // namespace

/// Bytes between two processes, in order; ends at once for both.
class connection : public std::enable_shared_from_this<connection> {
 public:
  connection(network& in, simulated_process& a, simulated_process& b)
    : number(++in.last_connection), in_(in), ends_{&a, &b}, lives_{a.life(), b.life()},
      addresses_{a.address(), b.address()} {}

  [[nodiscard]] std::size_t waiting(const simulated_process& from) const {
    return unread_[side_of(from)];
  }
  [[nodiscard]] bool is_open() const { return open_; }
  const std::uint64_t number;

  /// The first side to the second, before all bytes.
  void announce(const leat::hello& who) {
    in_.time.along(ways_[0], in_.time.now() + in_.time.draw_up_to(in_.slow), lives_[1],
                   [self = shared_from_this(), who] { self->ends_[1]->accept(self, who); });
  }

  void write(const simulated_process& from, std::vector<char> bytes) {
    if (!open_ || bytes.empty())
      return;
    const auto side = side_of(from);
    unread_[side] += bytes.size();
    on_the_way_[side].push_back(std::move(bytes));
    const auto when = std::max(in_.time.now() + in_.time.draw_up_to(in_.slow),
                               in_.open_at(addresses_[0], addresses_[1]));
    in_.time.along(ways_[side], when, lives_[1 - side],
                   [self = shared_from_this(), side] { self->deliver(side); });
  }

  /// Some bytes may still arrive.
  void cut() {
    if (!std::exchange(open_, false))
      return;
    in_.connections.erase(number);
    for (const std::size_t side : {0U, 1U}) {
      const auto to = 1 - side;
      in_.time.after(in_.time.draw_up_to(in_.slow), lives_[to],
                     [self = shared_from_this(), side, to] {
                       auto& left = self->on_the_way_[side];
                       if (!left.empty()) {
                         const auto n = self->in_.time.draw_below(left.front().size());
                         self->give(side, std::span(left.front()).first(n));
                       }
                       self->ends_[to]->gone(*self);
                     });
    }
  }
  void garble() { noisy_ = true; }
  /// The process at this end has no use for it any more: the other one hears of that.
  void close(const simulated_process& by) {
    if (!std::exchange(open_, false))
      return;
    in_.connections.erase(number);
    const auto side = side_of(by);
    // Behind all that was written, as a socket does it.
    in_.time.along(ways_[side], in_.open_at(addresses_[0], addresses_[1]), lives_[1 - side],
                   [self = shared_from_this(), side] { self->ends_[1 - side]->gone(*self); });
  }

 private:
  [[nodiscard]] std::size_t side_of(const simulated_process& p) const {
    return p.life() == lives_[0] ? 0 : 1;
  }
  void deliver(std::size_t side) {
    if (on_the_way_[side].empty())
      return;
    const auto bytes = std::move(on_the_way_[side].front());
    on_the_way_[side].pop_front();
    unread_[side] -= bytes.size();
    give(side, bytes);
    if (open_)
      in_.time.after(0s, lives_[side],
                     [self = shared_from_this(), side] { self->ends_[side]->written(*self); });
  }
  void give(std::size_t side, std::span<const char> bytes) {
    std::vector<char> noise;
    if (noisy_) {
      for (std::size_t n = 0; n < bytes.size(); ++n)
        noise.push_back(static_cast<char>(in_.time.draw()));
      bytes = noise;
    }
    ends_[1 - side]->received(*this, std::as_bytes(bytes));
  }

  network& in_;
  std::array<simulated_process*, 2> ends_;
  std::array<life_id, 2> lives_;
  std::array<std::uint32_t, 2> addresses_;
  std::array<std::deque<std::vector<char>>, 2> on_the_way_;
  std::array<std::size_t, 2> unread_{};
  std::array<schedule::way, 2> ways_;
  bool open_ = true;
  bool noisy_ = false;
};

// -- the network

void network::block(std::uint32_t a, std::uint32_t b, leat::timestamp until) {
  auto& known = blocked_[std::minmax(a, b)];
  known = std::max(known, until);
}

leat::timestamp network::open_at(std::uint32_t a, std::uint32_t b) const {
  const auto known = blocked_.find(std::minmax(a, b));
  return known == blocked_.end() ? leat::timestamp{} : known->second;
}

std::shared_ptr<connection> network::draw_one() {
  if (connections.empty())
    return nullptr;
  return std::next(connections.begin(),
                   static_cast<std::ptrdiff_t>(time.draw_below(connections.size())))
    ->second;
}

void network::cut_one() {
  if (const auto one = draw_one())
    one->cut();
}

void network::garble_one() {
  if (const auto one = draw_one())
    one->garble();
}

// -- a process

simulated_process::simulated_process(network& in, std::uint32_t address,
                                     leat::session_options options)
  : in_(in), address_(address), life_(life_id(in.time.draw() | 1)), options_(options) {
  const auto drawn = in.time.draw();
  std::memcpy(self_.bits.data(), &drawn, sizeof(drawn));
  in_.there[address] = this;
}

simulated_process::~simulated_process() {
  in_.time.end(life_);
  if (in_.there[address_] == this)
    in_.there.erase(address_);
  for (auto& [unused, s] : sessions_)
    if (s.on)
      s.on->close(*this); // as a kernel does it
}

void simulated_process::jump(leat::duration d) {
  ahead_ += d;
  tick_due_.reset();
  schedule_tick();
  on_jump();
}

simulated_process::sessions::iterator simulated_process::add(leat::session_core::side which,
                                                             std::uint64_t key) {
  leat::session_core core(which, options_, now(), [this] { return in_.time.draw(); });
  return sessions_.emplace(leat::session_id(++last_id_), session{std::move(core), key}).first;
}

void simulated_process::open_session(std::uint64_t key, std::uint32_t to,
                                     const leat::incarnation& cluster, std::uint32_t index) {
  const auto s = add(leat::session_core::side::connects, key);
  s->second.to = to;
  s->second.cluster = cluster;
  s->second.index = index;
  serve(s);
}

void simulated_process::send(leat::session_id on, leat::lane by, leat::channel in,
                             std::vector<std::byte> bytes) {
  if (const auto s = sessions_.find(on); s != sessions_.end()) {
    s->second.core.send(by, in, std::move(bytes));
    pump(s->second);
  }
}

void simulated_process::close_session(leat::session_id which, const std::string& why) {
  if (const auto s = sessions_.find(which); s != sessions_.end()) {
    s->second.core.close(why);
    serve(s);
  }
}

void simulated_process::dial(sessions::iterator s) {
  const auto to = s->second.to;
  const bool blocked = in_.open_at(address_, to) > in_.time.now();
  in_.time.after(blocked ? dial_at_most : in_.time.draw_up_to(in_.slow), life_,
                 [this, id = s->first, to] { on_dialled(id, to); });
}

void simulated_process::on_dialled(leat::session_id id, std::uint32_t to) {
  const auto s = sessions_.find(id);
  if (s == sessions_.end())
    return;
  const auto other = in_.there.find(to);
  const bool blocked = in_.open_at(address_, to) > in_.time.now();
  if (blocked || other == in_.there.end()) {
    s->second.core.not_connected(now(), !blocked);
    return serve(s);
  }
  const auto made = std::make_shared<connection>(in_, *this, *other->second);
  in_.connections[made->number] = made;
  leat::hello mine{};
  mine.from = self_;
  mine.cluster = s->second.cluster;
  mine.index = s->second.index;
  made->announce(mine);
  leat::hello theirs{};
  theirs.from = other->second->self();
  if (s->second.peer && s->second.peer->from != theirs.from) {
    made->close(*this);
    s->second.core.peer_changed();
    return serve(s);
  }
  carry(s, made, theirs);
}

void simulated_process::accept(std::shared_ptr<connection> by, const leat::hello& peer) {
  if (!by->is_open())
    return;
  auto s = std::find_if(sessions_.begin(), sessions_.end(), [&](auto& known) {
    auto& p = known.second.peer;
    return known.second.key == 0 && p && p->cluster == peer.cluster && p->index == peer.index;
  });
  if (s != sessions_.end() && s->second.peer->from != peer.from) {
    s->second.core.peer_changed();
    serve(s);
    s = sessions_.end();
  }
  if (s == sessions_.end())
    s = add(leat::session_core::side::listens, 0);
  carry(s, std::move(by), peer);
}

void simulated_process::carry(sessions::iterator s, std::shared_ptr<connection> by,
                              const leat::hello& peer) {
  auto& with = s->second;
  if (with.on)
    with.on->close(*this);
  with.on = std::move(by);
  with.peer = peer;
  with.core.connected(now());
  if (!std::exchange(with.begun, true)) {
    const auto id = s->first;
    on_begun(with.key, id, peer);
    s = sessions_.find(id);
    if (s == sessions_.end())
      return;
  }
  serve(s);
}

simulated_process::sessions::iterator simulated_process::session_on(const connection& c) {
  return std::find_if(sessions_.begin(), sessions_.end(),
                      [&](auto& s) { return s.second.on.get() == &c; });
}

void simulated_process::received(const connection& by, std::span<const std::byte> bytes) {
  if (const auto s = session_on(by); s != sessions_.end()) {
    s->second.core.receive(bytes, now());
    serve(s);
  }
}

void simulated_process::gone(const connection& by) {
  if (const auto s = session_on(by); s != sessions_.end()) {
    s->second.on.reset();
    s->second.core.disconnected(now());
    serve(s);
  }
}

void simulated_process::written(const connection& by) {
  if (const auto s = session_on(by); s != sessions_.end())
    serve(s);
}

void simulated_process::pump(session& s) {
  if (!s.on || !s.core.has_output())
    return;
  const auto ahead = s.on->waiting(*this);
  if (ahead >= written_ahead)
    return;
  std::vector<char> bytes;
  s.core.write(bytes, written_ahead - ahead, now());
  s.on->write(*this, std::move(bytes));
}

void simulated_process::serve(sessions::iterator s) {
  const auto id = s->first;
  while (auto m = s->second.core.next_message()) {
    on_received(id, std::move(*m));
    s = sessions_.find(id);
    if (s == sessions_.end())
      return;
  }
  auto& it = s->second;
  pump(it);
  if (it.core.wants_disconnection() && it.on) {
    std::exchange(it.on, nullptr)->cut();
    it.core.disconnected(now());
  }
  if (it.core.wants_connection(now()))
    dial(s);
  if (!it.core.over())
    return schedule_tick();
  if (it.on)
    it.on->close(*this);
  const auto ended = std::move(sessions_.extract(s).mapped());
  on_over(ended.key, id, ended.core.now_is(),
          ended.core.reason());
}

void simulated_process::schedule_tick() {
  std::optional<leat::timestamp> next;
  for (auto& [unused, s] : sessions_)
    if (const auto due = s.core.due())
      next = next ? std::min(*next, *due) : *due;
  if (!next || (tick_due_ && *tick_due_ <= *next))
    return;
  tick_due_ = *next;
  in_.time.at(*next - ahead_, life_, [this, due = *next] {
    if (tick_due_ != due)
      return;
    tick_due_.reset();
    std::vector<leat::session_id> all;
    for (auto& [id, unused] : sessions_)
      all.push_back(id);
    for (const auto id : all)
      if (const auto s = sessions_.find(id); s != sessions_.end()) {
        s->second.core.on_time(now());
        serve(s);
      }
    schedule_tick();
  });
}
