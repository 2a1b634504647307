// SPDX-License-Identifier: BSD-3-Clause
// Who sends on a session, and its broker, write to one socket in turn.
#include "actors/caf/shared_session.hpp"

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

namespace {

using leat::channel;
using leat::lane;
using leat::session_core;
using leat::shell::shared_session;

std::vector<std::byte> message(std::uint32_t number, std::size_t size = 64) {
  std::vector<std::byte> made(size);
  std::memcpy(made.data(), &number, sizeof number);
  return made;
}
std::uint32_t number_of(const std::vector<std::byte>& message) {
  std::uint32_t n = 0;
  std::memcpy(&n, message.data(), sizeof n);
  return n;
}

session_core core_of(session_core::side side) {
  return {side, {}, leat::steady_time().now(), [] { return std::uint64_t{7}; }};
}

/// A session with its other side, and the test as the broker between them.
struct connected {
  explicit connected(int small_buffer = 0) : small_buffer(small_buffer) { open(); }
  void open() {
    std::array<int, 2> sockets{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) != 0)
      throw std::runtime_error("no sockets");
    near = leat::owned_socket(sockets[0]);
    far = leat::owned_socket(sockets[1]);
    if (small_buffer > 0)
      ::setsockopt(sockets[0], SOL_SOCKET, SO_SNDBUF, &small_buffer, sizeof small_buffer);
  }
  void connect(bool encrypted = false) {
    session.attach(encrypted ? -1 : near.get());
    session.core()->connected(clock.now());
    other.connected(clock.now());
    write_as_broker();
    read();
    leat::write_buffer resumption;
    other.write(resumption, 1'000, clock.now());
    session.core()->receive(std::as_bytes(std::span(resumption)), clock.now());
  }
  /// All that the broker has to write, while the other side reads.
  void write_as_broker() {
    for (;;) {
      leat::write_buffer out;
      session.take_output(out, 1'000'000);
      if (out.empty())
        return;
      for (std::size_t written = 0; written < out.size();) {
        const auto n =
          ::send(near.get(), out.data() + written, out.size() - written, MSG_DONTWAIT);
        written += static_cast<std::size_t>(std::max<ssize_t>(n, 0));
        read();
      }
      session.left_to_write(0);
    }
  }
  /// Some of what the broker has to write, as far as the socket takes it.
  void write_some_as_broker(std::size_t most) {
    if (left.size() < most)
      session.take_output(left, most);
    const auto n =
      ::send(near.get(), left.data(), std::min(left.size(), most), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n > 0)
      left.erase(left.begin(), left.begin() + n);
    session.left_to_write(left.size());
  }
  /// Another connection; what is on this one is lost. Neither side may have noticed that it breaks.
  void reconnect(bool noticed) {
    if (noticed) {
      session.detach();
      session.core()->disconnected(clock.now());
      other.disconnected(clock.now());
    }
    left.clear();
    open();
    connect();
  }
  /// What has come to the other side; true if there was anything.
  bool read() {
    std::array<char, 65'536> some{};
    const auto n = ::recv(far.get(), some.data(), some.size(), MSG_DONTWAIT);
    if (n <= 0)
      return false;
    other.receive(std::as_bytes(std::span(some).first(static_cast<std::size_t>(n))), clock.now());
    while (auto m = other.next_message())
      come[m->in].push_back(number_of(std::move(m->bytes).whole()));
    return true;
  }

  int small_buffer;
  leat::owned_socket near, far;
  leat::write_buffer left; // with the broker
  leat::steady_time clock;
  std::atomic<int> calls = 0;
  shared_session session{core_of(session_core::side::connects), clock, [this] { ++calls; }};
  session_core other = core_of(session_core::side::listens);
  std::map<channel, std::vector<std::uint32_t>> come;
};

std::vector<std::uint32_t> first(std::uint32_t n) {
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < n; ++i)
    all.push_back(i);
  return all;
}

constexpr channel one{1};

} // namespace

BOOST_AUTO_TEST_SUITE(shared_session_test)

BOOST_AUTO_TEST_CASE(what_is_sent_leaves_at_once) {
  connected c;
  c.connect();
  c.session.send(lane::packets, one, message(0));
  BOOST_TEST(c.read());
  BOOST_TEST(c.come[one] == first(1));
  BOOST_TEST(c.calls == 0);
}

BOOST_AUTO_TEST_CASE(nobody_writes_ahead_of_the_broker) {
  connected c;
  c.connect();
  c.session.left_to_write(10);
  c.session.send(lane::packets, one, message(0));
  BOOST_TEST(!c.read());
  BOOST_TEST(c.calls == 0); // it comes back by itself
  c.write_as_broker();
  c.session.send(lane::packets, one, message(1));
  c.read();
  BOOST_TEST(c.come[one] == first(2));
}

BOOST_AUTO_TEST_CASE(what_the_socket_does_not_take_is_left_to_the_broker_who_is_called_once) {
  connected c(4'096);
  c.connect();
  for (std::uint32_t i = 0; i < 1'000; ++i)
    c.session.send(lane::packets, one, message(i, i % 2 == 0 ? 1'000 : 3'000));
  BOOST_TEST(c.calls == 1);
  c.write_as_broker();
  while (c.read()) {
  }
  BOOST_TEST(c.come[one] == first(1'000));
  for (std::uint32_t i = 0; i < 1'000; ++i)
    c.session.send(lane::packets, channel{2}, message(i, 1'000));
  BOOST_TEST(c.calls == 2);
}

BOOST_AUTO_TEST_CASE(what_is_encrypted_is_left_to_the_broker) {
  connected c;
  c.connect(true);
  c.session.send(lane::packets, one, message(0));
  BOOST_TEST(!c.read());
  BOOST_TEST(c.calls == 1);
}

BOOST_AUTO_TEST_CASE(without_a_connection_it_waits_for_the_next_one) {
  connected c;
  c.connect();
  c.session.detach();
  c.session.core()->disconnected(c.clock.now());
  c.session.send(lane::packets, one, message(0));
  BOOST_TEST(!c.read());
  c.other.disconnected(c.clock.now());
  c.connect();
  c.write_as_broker();
  c.read();
  BOOST_TEST(c.come[one] == first(1));
}

BOOST_AUTO_TEST_CASE(the_rest_of_a_lost_connection_does_not_go_to_the_next_one) {
  for (const bool noticed : {true, false}) {
    connected c(4'096);
    c.connect();
    for (std::uint32_t i = 0; i < 1'000; ++i)
      c.session.send(lane::packets, one, message(i, 1'000));
    while (c.read()) {
    }
    c.reconnect(noticed);
    c.write_as_broker();
    while (c.read()) {
    }
    BOOST_TEST(c.come[one] == first(1'000));
  }
}

BOOST_AUTO_TEST_CASE(nobody_writes_to_a_new_connection_before_its_first_word) {
  connected c;
  c.connect();
  c.open(); // the old one was half open
  c.session.attach(c.near.get());
  c.session.send(lane::packets, one, message(0));
  BOOST_TEST(!c.read());
  c.connect();
  c.write_as_broker();
  c.read();
  BOOST_TEST(c.come[one] == first(1));
}

BOOST_AUTO_TEST_CASE(who_sends_after_the_end_sends_in_vain) {
  connected c;
  c.connect();
  c.session.core()->close("enough");
  c.write_as_broker();
  c.session.end();
  for (int i = 0; i < 3; ++i)
    c.session.send(lane::packets, one, message(0));
  BOOST_TEST(c.calls <= 1);
  while (c.read()) {
  }
  BOOST_TEST(c.come.empty());
  BOOST_TEST((c.other.now_is() == session_core::state::closed));
}

BOOST_AUTO_TEST_CASE(threads_send_while_connections_come_and_go) {
  constexpr std::uint32_t n = 20'000;
  constexpr std::uint32_t ahead = 300; // what is sent and has not come, so that all go on together
  constexpr std::uint32_t from_one_to_the_next = 500;
  connected c(8'192);
  c.connect();
  std::array<std::atomic<std::uint32_t>, 2> arrived{};
  const auto tell_senders = [&](std::uint32_t who, std::size_t so_many) {
    arrived[who] = static_cast<std::uint32_t>(so_many);
    arrived[who].notify_one();
  };
  const auto sends = [&](std::uint32_t who) {
    for (std::uint32_t i = 0; i < n; ++i) {
      for (auto seen = arrived[who].load(); seen + ahead < i; seen = arrived[who].load())
        arrived[who].wait(seen);
      c.session.send(lane::packets, channel{who}, message(i, 4 + i * 7 % 1'900));
    }
  };
  {
    const std::jthread a(sends, 0U), b(sends, 1U);
    std::size_t all = 0;
    int served = 0;
    for (std::uint32_t turn = 0; all < 2 * n && !c.other.over(); ++turn) {
      const int called = c.calls;
      const bool came = turn % 4 == 0 && c.read();
      if (std::exchange(served, called) != called || !c.left.empty() || came)
        c.write_some_as_broker(1 + turn * 613 % 3'000);
      const auto before = all;
      all = c.come[channel{0}].size() + c.come[channel{1}].size();
      for (const auto who : {0U, 1U})
        tell_senders(who, c.come[channel{who}].size());
      if (before / from_one_to_the_next < all / from_one_to_the_next) {
        c.reconnect(turn % 8 == 0);
        c.write_some_as_broker(1'000);
      }
    }
    for (const auto who : {0U, 1U}) // if they have not all come
      tell_senders(who, n);
  }
  BOOST_TEST(c.come[channel{0}] == first(n));
  BOOST_TEST(c.come[channel{1}] == first(n));
}

BOOST_AUTO_TEST_CASE(threads_send_while_the_broker_writes) {
  constexpr std::uint32_t n = 10'000;
  connected c(8'192);
  c.connect();
  std::atomic<int> sending = 2;
  const auto sends = [&](channel in) {
    for (std::uint32_t i = 0; i < n; ++i)
      c.session.send(lane::packets, in, message(i));
    --sending;
  };
  {
    const std::jthread a(sends, channel{1}), b(sends, channel{2});
    for (int served = 0; sending > 0 || c.calls > served;) {
      c.read();
      if (c.calls > served) {
        ++served;
        c.write_as_broker();
      }
    }
  }
  c.write_as_broker();
  while (c.read()) {
  }
  BOOST_TEST(c.come[channel{1}] == first(n));
  BOOST_TEST(c.come[channel{2}] == first(n));
}

BOOST_AUTO_TEST_SUITE_END()
