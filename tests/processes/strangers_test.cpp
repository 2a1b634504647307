// SPDX-License-Identifier: BSD-3-Clause
// Connections from whoever: garbage, silence, too many. A worker goes on working.
#include "actors/session/address.hpp"
#include "child.hpp"

#include <boost/test/unit_test.hpp>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <random>
#include <stop_token>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

const std::string cluster = CLUSTER_PROGRAM;
const std::string total = "total 499897499674\n";

/// Every other one by TCP.
leat::owned_socket connect_to(const std::string& address) {
  static int before = 0;
  const auto by = ++before % 2 == 0 ? leat::transport::nearest : leat::transport::tcp;
  auto result = leat::dial(leat::socket_address::read(address), 5s, std::stop_token(), by);
  BOOST_TEST_REQUIRE(static_cast<bool>(result.socket), result.error);
  return std::move(result.socket);
}
void say(const leat::owned_socket& to, const std::vector<char>& what) {
  static_cast<void>(send(to.get(), what.data(), what.size(), MSG_NOSIGNAL));
}
/// Waits until the other side closes.
bool closed(const leat::owned_socket& s) {
  std::array<char, 1000> some{};
  for (;;) {
    pollfd readable{s.get(), POLLIN, 0};
    if (poll(&readable, 1, 20'000) <= 0)
      return false;
    const auto n = recv(s.get(), some.data(), some.size(), 0);
    if (n <= 0)
      return true;
  }
}

} // namespace

BOOST_AUTO_TEST_SUITE(strangers_test)

BOOST_AUTO_TEST_CASE(garbage_is_closed_at_once_and_the_worker_works) {
  workers on(cluster, 2);
  std::mt19937_64 random(1);
  for (int i = 0; i < 300; ++i) {
    const auto s = connect_to(on.address(0));
    std::vector<char> said(1 + random() % 5000);
    std::generate(said.begin(), said.end(), [&] { return static_cast<char>(random() | 128U); });
    say(s, said);
    BOOST_TEST_REQUIRE(closed(s));
  }
  BOOST_TEST(child(cluster, {"--workers", on.addresses()}).finish().text == total);
}

BOOST_AUTO_TEST_CASE(silent_connections_keep_nobody_out_for_long) {
  workers on(cluster, 1);
  std::vector<leat::owned_socket> silent;
  for (int i = 0; i < 128; ++i)
    silent.push_back(connect_to(on.address(0)));
  const auto one_more = connect_to(on.address(0));
  BOOST_TEST(closed(silent.front())); // turned away for it
  BOOST_TEST(child(cluster, {"--workers", on.addresses()}).finish().text == total);
  for (auto& s : silent) // five seconds each at most
    BOOST_TEST_REQUIRE(closed(s));
}

BOOST_AUTO_TEST_CASE(a_hello_byte_by_byte_does_not_keep_its_place) {
  workers on(cluster, 1);
  const auto s = connect_to(on.address(0));
  for (const char c : {'L', 'E', 'A', 'T'})
    say(s, {c});
  BOOST_TEST(closed(s));
}

BOOST_AUTO_TEST_SUITE_END()
