// SPDX-License-Identifier: BSD-3-Clause
#include <crawler/address.hpp>

#include <arpa/inet.h>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>

#include <array>
#include <string>

namespace {

bool resolved_is_public(const std::string& text) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1)
    return crawler::is_public(reinterpret_cast<const sockaddr&>(v4));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  BOOST_REQUIRE(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) == 1);
  return crawler::is_public(reinterpret_cast<const sockaddr&>(v6));
}

constexpr std::array special{"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "100.127.255.255",
                             "127.0.0.1",
                             "127.255.255.254",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.168.1.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.9",
                             "224.0.0.1",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "::7f00:1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "64:ff9b::a00:1",
                             "2002:7f00:1::",
                             "2001::1",
                             "2001:db8::1",
                             "fc00::1",
                             "fd12:3456::1",
                             "fe80::1",
                             "fec0::1",
                             "ff02::1",
                             "100::1"};

constexpr std::array open{
  "1.1.1.1", "9.255.255.255", "100.63.255.255", "100.128.0.0", "128.0.0.1",
  "169.253.0.1", "172.15.255.255", "172.32.0.1", "192.167.1.1", "198.17.255.255",
  "198.20.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1", "2001:4860::8888",
  "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::"};

std::string as_host(std::string address) {
  return address.find(':') == std::string::npos ? address : '[' + address + ']';
}

} // namespace

BOOST_AUTO_TEST_SUITE(address_test)

BOOST_DATA_TEST_CASE(special_addresses_are_refused, boost::unit_test::data::make(special)) {
  BOOST_TEST(!resolved_is_public(sample));
  BOOST_TEST(crawler::is_private_host(as_host(sample)));
}

BOOST_DATA_TEST_CASE(the_rest_is_public, boost::unit_test::data::make(open)) {
  BOOST_TEST(resolved_is_public(sample));
  BOOST_TEST(!crawler::is_private_host(as_host(sample)));
}

BOOST_AUTO_TEST_CASE(other_families_are_not_public) {
  sockaddr local{};
  local.sa_family = AF_UNIX;
  BOOST_TEST(!crawler::is_public(local));
}

BOOST_AUTO_TEST_CASE(names_are_judged_when_resolved) {
  BOOST_TEST(crawler::is_private_host("localhost"));
  BOOST_TEST(crawler::is_private_host("a.localhost"));
  BOOST_TEST(!crawler::is_private_host("localhost.example.org"));
  BOOST_TEST(!crawler::is_private_host("10.example.org"));
}

BOOST_AUTO_TEST_SUITE_END()
