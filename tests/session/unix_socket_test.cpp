// SPDX-License-Identifier: BSD-3-Clause
// The sockets by which processes of one machine reach each other.
#include "actors/session/unix_socket.hpp"

#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace {

using leat::transport;
using namespace std::chrono_literals;

struct place {
  explicit place(const std::string& host, std::uint16_t port = 0)
    : tcp(leat::listen_on({host, port})), near(leat::listen_beside(tcp.socket)) {}
  leat::listening tcp;
  leat::owned_socket near;
};

leat::dialled dial(const std::string& host, std::uint16_t port,
                   transport by = transport::nearest) {
  return leat::dial({host, port}, 5s, {}, by);
}

int family_of(const leat::owned_socket& s) {
  sockaddr_storage own{};
  socklen_t size = sizeof own;
  ::getsockname(s.get(), reinterpret_cast<sockaddr*>(&own), &size);
  return own.ss_family;
}

/// Whether what is said at one end comes to whom the other accepts.
bool talks_to(const leat::owned_socket& from, const leat::owned_socket& listener) {
  const leat::owned_socket to(::accept(listener.get(), nullptr, nullptr));
  char heard = 0;
  return to && ::send(from.get(), "x", 1, 0) == 1 && ::recv(to.get(), &heard, 1, 0) == 1
    && heard == 'x';
}

bool has_ipv6() {
  try {
    static_cast<void>(leat::listen_on({"::1", 0}));
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(unix_socket_test)

BOOST_AUTO_TEST_CASE(who_dials_an_address_of_this_machine_gets_the_socket_beside_it) {
  using of_hosts = std::pair<std::string, std::string>;
  for (const auto& [listens, dials] : {of_hosts{"127.0.0.1", "127.0.0.1"},
                                       {"127.0.0.1", "localhost"},
                                       {"127.3.2.1", "127.3.2.1"},
                                       {"0.0.0.0", "127.0.0.1"},
                                       {"0.0.0.0", "127.3.2.1"}}) {
    const place here(listens);
    const auto got = dial(dials, here.tcp.port);
    BOOST_TEST_REQUIRE(static_cast<bool>(got.socket), dials << ": " << got.error);
    BOOST_TEST(family_of(got.socket) == AF_UNIX);
    BOOST_TEST(talks_to(got.socket, here.near));
  }
}

BOOST_AUTO_TEST_CASE(so_it_is_with_ipv6,
                     *boost::unit_test::precondition([](auto) { return has_ipv6(); })) {
  for (const auto* listens : {"::1", "::"}) {
    const place here(listens);
    const auto got = dial("::1", here.tcp.port);
    BOOST_TEST(family_of(got.socket) == AF_UNIX);
    BOOST_TEST(talks_to(got.socket, here.near));
  }
}

BOOST_AUTO_TEST_CASE(who_wants_tcp_gets_tcp) {
  const place here("127.0.0.1");
  const auto got = dial("127.0.0.1", here.tcp.port, transport::tcp);
  BOOST_TEST(family_of(got.socket) == AF_INET);
  BOOST_TEST(talks_to(got.socket, here.tcp.socket));
}

BOOST_AUTO_TEST_CASE(where_there_is_no_socket_beside_it_is_tcp) {
  auto here = leat::listen_on({"127.0.0.1", 0});
  const auto got = dial("127.0.0.1", here.port);
  BOOST_TEST(family_of(got.socket) == AF_INET);
  BOOST_TEST(talks_to(got.socket, here.socket));
}

BOOST_AUTO_TEST_CASE(each_address_has_its_own) {
  const place one("127.0.0.1");
  const place two("127.0.0.2", one.tcp.port);
  BOOST_TEST(talks_to(dial("127.0.0.1", one.tcp.port).socket, one.near));
  BOOST_TEST(talks_to(dial("127.0.0.2", one.tcp.port).socket, two.near));
}

BOOST_AUTO_TEST_CASE(a_name_that_is_taken_is_an_error) {
  const place here("127.0.0.1");
  BOOST_CHECK_THROW(static_cast<void>(leat::listen_beside(here.tcp.socket)), std::system_error);
}

BOOST_AUTO_TEST_CASE(it_goes_with_its_owner_and_then_nobody_is_there) {
  std::uint16_t port = 0;
  {
    const place here("127.0.0.1");
    port = here.tcp.port;
  }
  const auto got = dial("127.0.0.1", port);
  BOOST_TEST(!got.socket);
  BOOST_TEST(got.refused);
}

BOOST_AUTO_TEST_CASE(one_that_has_no_room_is_passed_over) { // its owner may be frozen
  const place here("127.0.0.1");
  std::vector<leat::owned_socket> waiting;
  for (auto got = dial("127.0.0.1", here.tcp.port); family_of(got.socket) == AF_UNIX;
       got = dial("127.0.0.1", here.tcp.port)) {
    BOOST_TEST_REQUIRE(waiting.size() < 10'000U);
    waiting.push_back(std::move(got.socket));
  }
  BOOST_TEST(waiting.size() >= 100U);
}

BOOST_AUTO_TEST_CASE(one_of_another_user_is_passed_over,
                     *boost::unit_test::precondition([](auto) { return ::geteuid() == 0; })) {
  constexpr uid_t nobody = 65534;
  auto tcp = leat::listen_on({"127.0.0.1", 0});
  BOOST_TEST_REQUIRE(::seteuid(nobody) == 0);
  const auto theirs = leat::listen_beside(tcp.socket);
  BOOST_TEST_REQUIRE(::seteuid(0) == 0);
  BOOST_TEST(family_of(dial("127.0.0.1", tcp.port).socket) == AF_INET);

  const place of_root("127.0.0.1");
  BOOST_TEST_REQUIRE(::seteuid(nobody) == 0);
  const auto got = dial("127.0.0.1", of_root.tcp.port);
  BOOST_TEST_REQUIRE(::seteuid(0) == 0);
  BOOST_TEST(family_of(got.socket) == AF_UNIX);
}

BOOST_AUTO_TEST_SUITE_END()
